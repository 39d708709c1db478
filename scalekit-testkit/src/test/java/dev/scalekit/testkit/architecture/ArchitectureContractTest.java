package dev.scalekit.testkit.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClasses;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class ArchitectureContractTest {
    @TempDir
    private Path folder;

    /**
     * A module with one mistake.
     *
     * @param test the test of the contract that it makes fail, and no other
     * @param main sources by path
     * @param tests sources by path
     */
    record Seed(String test, Map<String, String> main, Map<String, String> tests) {

        static Seed members(String test, String members) {
            return main(test, Map.of("sample/Sample.java", SeededModule.sample("sample", members)));
        }

        static Seed main(String test, Map<String, String> main) {
            return new Seed(test, main, Map.of());
        }

        @Override
        public String toString() {
            return test + (tests.isEmpty() ? "" : " (in a test class)");
        }
    }

    static List<Seed> seeds() {
        return List.of(
                Seed.members("needs_only_the_jdk_and_its_row_of_the_dependency_table", "org.w3c.dom.Node node;"),
                Seed.main(
                        "has_no_class_outside_its_root_package",
                        Map.of(
                                "sample/Sample.java", SeededModule.sample("sample", ""),
                                "other/Sample.java", SeededModule.sample("other", ""))),
                Seed.main(
                        "has_no_cycles_between_packages",
                        Map.of(
                                "sample/Sample.java", SeededModule.sample("sample", "sample.hash.Sample s;"),
                                "sample/hash/Sample.java", SeededModule.sample("sample.hash", "sample.Sample s;"))),
                Seed.members("reads_the_clock_in_one_place", "long now = System.nanoTime();"),
                Seed.members("holds_no_mutable_static_state", "static int count;"),
                Seed.members(
                        "names_the_executor_of_every_async_step",
                        "Object all = java.util.List.of(1).parallelStream();"),
                Seed.members("stores_no_java_objects", "java.io.ObjectInputStream in;"),
                Seed.members(
                        "looks_nothing_up_by_name",
                        "Object type(String name) throws Exception { return Class.forName(name); }"),
                Seed.members(
                        "builds_sql_from_constants_and_checked_identifiers",
                        "String sql(String table) { return \"SELECT * FROM \" + table; }"),
                Seed.members("waits_without_sleeping", "void pause() throws Exception { Thread.sleep(1); }"),
                new Seed(
                        "waits_without_sleeping",
                        Map.of("sample/Sample.java", SeededModule.sample("sample", "")),
                        Map.of(
                                "sample/SampleTest.java",
                                "package sample; class SampleTest { void pause() throws Exception { Thread.sleep(1); } }")),
                Seed.members("logs_by_slf4j_only", "void say() { System.out.println(1); }"),
                Seed.members("leaves_the_jvm_alone", "void end() { System.exit(1); }"),
                Seed.members("names_are_nouns_of_the_field", "class RowProcessor {}"),
                Seed.members(
                        "exceptions_are_unchecked_and_final", "public static final class Refused extends Exception {}"),
                Seed.members("files_are_short", fields(FileLength.MAXIMUM)));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void each_mistake_fails_its_own_test_and_no_other(Seed seed) throws Exception {
        SeededModule seeded = new SeededModule(folder).tests(seed.tests());
        seeded.withSources(seed.main());

        assertThat(failedTestsOf(new Contract(seeded.module(), "sample"))).containsExactly(seed.test());
    }

    @Test
    void each_test_of_the_contract_has_a_mistake_that_it_is_for() {
        assertThat(seeds())
                .extracting(Seed::test)
                .containsAll(tests().map(Method::getName).toList());
    }

    @Test
    void a_module_of_its_package_map_only_passes_every_rule() throws Exception {
        SeededModule seeded = new SeededModule(folder);
        seeded.withSources(
                Map.of("sample/package-info.java", "/** Map. */ @org.jspecify.annotations.NullMarked package sample;"));

        assertThat(failedTestsOf(new Contract(seeded.module(), "sample"))).isEmpty();
    }

    @Test
    void a_wrong_package_name_is_an_error_and_not_a_pass() throws IOException {
        SeededModule seeded = new SeededModule(folder);
        seeded.withMembers("");

        assertThatThrownBy(() -> new Contract(seeded.module(), "simple"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("There is no class of simple");
    }

    @Test
    void a_module_that_is_not_compiled_is_an_error() {
        assertThatThrownBy(() -> new Contract(new ModuleFolder(folder), "sample"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("after it was compiled by Maven");
    }

    @Test
    void sql_from_a_string_fails_with_what_to_do_instead() throws IOException {
        SeededModule seeded = new SeededModule(folder);
        seeded.withMembers("String sql(String table) { return \"SELECT * FROM \" + table; }");
        ArchitectureContract contract = new Contract(seeded.module(), "sample");

        assertThatThrownBy(contract::builds_sql_from_constants_and_checked_identifiers)
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("SqlIdentifier")
                .hasMessageContaining("Found 1:\nSample.java:3: table in");
    }

    @Test
    void a_file_of_more_than_400_lines_of_code_is_found_but_a_jdbc_delegate_may_be_long() throws IOException {
        SeededModule seeded = new SeededModule(folder);
        String members = fields(FileLength.MAXIMUM);
        JavaClasses classes = seeded.withSources(Map.of(
                "sample/Long.java", "package sample; class Long {\n" + members + "}",
                "sample/Fine.java", "package sample; class Fine {\n" + "\n// free\n".repeat(500) + "}",
                "sample/Delegate.java",
                        "package sample; abstract class Delegate implements java.sql.Connection {\n" + members + "}"));

        assertThat(FileLength.violations(seeded.module().sources(), classes))
                .singleElement()
                .asString()
                .startsWith("sample/Long.java: ");
    }

    private static String fields(int count) {
        StringBuilder fields = new StringBuilder();
        IntStream.range(0, count).forEach(i -> fields.append("int x").append(i).append(";\n"));
        return fields.toString();
    }

    private static Stream<Method> tests() {
        return Stream.of(ArchitectureContract.class.getDeclaredMethods())
                .filter(method -> method.isAnnotationPresent(Test.class));
    }

    /** Runs every test of the contract, as a module that inherits it does. */
    private static List<String> failedTestsOf(ArchitectureContract contract) {
        return tests().filter(test -> fails(contract, test))
                .map(Method::getName)
                .toList();
    }

    private static boolean fails(ArchitectureContract contract, Method test) {
        try {
            test.invoke(contract);
            return false;
        } catch (InvocationTargetException e) {
            assertThat(e.getCause()).isInstanceOf(AssertionError.class);
            return true;
        } catch (IllegalAccessException e) {
            throw new AssertionError(e);
        }
    }

    private static final class Contract extends ArchitectureContract {
        Contract(ModuleFolder module, String rootPackage) {
            super(module, rootPackage);
        }
    }
}
