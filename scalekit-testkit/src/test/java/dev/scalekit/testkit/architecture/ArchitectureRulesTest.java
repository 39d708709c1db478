package dev.scalekit.testkit.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each rule is red on its mistake, and green on what one is to write instead. */
final class ArchitectureRulesTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "long now = System.nanoTime();",
                "java.util.function.LongSupplier clock = System::nanoTime;",
                "long now = System.currentTimeMillis();",
                "Object now = java.time.Instant.now();",
                "java.util.function.Supplier<Object> clock = java.time.Instant::now;",
                "Object now = java.time.LocalDate.now();",
                "Object now = java.time.ZonedDateTime.now(java.time.ZoneOffset.UTC);",
                "Object clock = java.time.Clock.systemUTC();",
                "Object now = new java.util.Date();",
                "Object now = java.util.Calendar.getInstance();",
                "static class Stopwatch { long start = System.nanoTime(); }"
            })
    void the_clock_is_read_in_one_place(String members) throws IOException {
        requireRed(ArchitectureRules.readsTheClockInOnePlace(), members, "Ticker");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Object clock = java.time.InstantSource.system();",
                "Object now(java.time.Clock clock) { return java.time.Instant.now(clock); }",
                "Object then = new java.util.Date(0);",
                "interface Ticker { long nanos(); Ticker SYSTEM = System::nanoTime; }"
            })
    void an_injected_clock_and_a_ticker_may_read_it(String members) throws IOException {
        requireGreen(ArchitectureRules.readsTheClockInOnePlace(), members);
    }

    @Test
    void static_state_is_final() throws IOException {
        requireRed(ArchitectureRules.holdsNoMutableStaticState(), "static int count;", "instance");
        requireGreen(ArchitectureRules.holdsNoMutableStaticState(), "static final int COUNT = 1; int count;");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Object step = java.util.concurrent.CompletableFuture.supplyAsync(() -> 1);",
                "Object step = java.util.concurrent.CompletableFuture.runAsync(() -> {});",
                "Object step(java.util.concurrent.CompletionStage<String> s) { return s.thenApplyAsync(x -> x); }",
                "Object all = java.util.List.of(1).parallelStream();",
                "Object all = java.util.stream.Stream.of(1).parallel();",
                "Object pool = java.util.concurrent.ForkJoinPool.commonPool();",
                "void sort(int[] a) { java.util.Arrays.parallelSort(a); }",
                "java.util.function.Function<Runnable, Object> f = java.util.concurrent.CompletableFuture::runAsync;"
            })
    void every_asynchronous_step_names_its_executor(String members) throws IOException {
        requireRed(ArchitectureRules.namesTheExecutorOfEveryAsyncStep(), members, "executor");
    }

    @Test
    void an_asynchronous_step_with_an_executor_is_right() throws IOException {
        requireGreen(
                ArchitectureRules.namesTheExecutorOfEveryAsyncStep(),
                "Object step(java.util.concurrent.Executor e) {"
                        + " return java.util.concurrent.CompletableFuture.supplyAsync(() -> 1, e).thenApply(x -> x); }");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Object read(java.io.InputStream in) throws Exception {"
                        + " return new java.io.ObjectInputStream(in).readObject(); }",
                "java.io.ObjectOutputStream out;",
                "Object read(java.io.InputStream in) { return new java.beans.XMLDecoder(in).readObject(); }",
                "java.security.SignedObject signed;"
            })
    void no_java_objects_are_stored(String members) throws IOException {
        requireRed(ArchitectureRules.storesNoJavaObjects(), members, "CWE-502");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Object find(javax.naming.Context c) throws Exception { return c.lookup(\"jdbc\"); }",
                "Object open(String url) throws Exception { return java.sql.DriverManager.getConnection(url); }",
                "Object type(String name) throws Exception { return Class.forName(name); }",
                "java.util.function.Function<Class<Runnable>, Object> f = java.util.ServiceLoader::load;"
            })
    void nothing_is_looked_up_by_name(String members) throws IOException {
        requireRed(ArchitectureRules.looksNothingUpByName(), members, "argument");
    }

    @Test
    void nobody_sleeps() throws IOException {
        requireRed(
                ArchitectureRules.waitsWithoutSleeping(),
                "void pause() throws Exception { Thread.sleep(1); }",
                "event");
        requireRed(
                ArchitectureRules.waitsWithoutSleeping(),
                "void pause() throws Exception { java.util.concurrent.TimeUnit.SECONDS.sleep(1); }",
                "event");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "void say() { System.out.println(1); }",
                "java.io.PrintStream stream = System.err;",
                "void say(Exception e) { e.printStackTrace(); }",
                "Object logger = java.util.logging.Logger.getLogger(\"x\");",
                "Object logger = System.getLogger(\"x\");"
            })
    void only_slf4j_logs(String members) throws IOException {
        requireRed(ArchitectureRules.logsBySlf4jOnly(), members, "slf4j");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "void end() { System.exit(1); }",
                "void end() { Runtime.getRuntime().halt(1); }",
                "protected void finalize() {}"
            })
    void the_jvm_is_left_alone(String members) throws IOException {
        requireRed(ArchitectureRules.leavesTheJvmAlone(), members, "close()");
    }

    @ParameterizedTest
    @CsvSource({
        "class CacheManager {}",
        "class KeyHelper {}",
        "class RowProcessor {}",
        "class CacheImpl {}",
        "class StringUtils {}",
        "class DefaultCache {}",
        "class AbstractCache {}"
    })
    void names_that_say_nothing_are_refused(String members) throws IOException {
        requireRed(ArchitectureRules.namesAreNounsOfTheField(), members, "noun");
    }

    @Test
    void names_that_say_how_are_right() throws IOException {
        requireGreen(
                ArchitectureRules.namesAreNounsOfTheField(), "class JdbcSessionStore {} abstract class AbstractX {}");
    }

    @Test
    void a_drawer_of_a_package_is_refused() throws IOException {
        JavaClasses classes = seeded().withSources(Map.of("sample/util/Row.java", "package sample.util; class Row {}"));

        requireRed(ArchitectureRules.namesAreNounsOfTheField(), classes, "flat");
    }

    @Test
    void public_exceptions_are_unchecked_final_leaves_or_belong_to_jdbc() throws IOException {
        ArchRule rule = ArchitectureRules.exceptionsAreUncheckedAndFinal();

        requireRed(rule, "public static final class E extends Exception {}", "catches");
        requireRed(rule, "public static class E extends RuntimeException {}", "catches");
        requireGreen(
                rule,
                "public static class Root extends RuntimeException {} public static final class Leaf extends Root {}"
                        + " public static final class S extends java.sql.SQLException {}");
    }

    @Test
    void a_module_needs_only_what_its_row_allows() throws IOException {
        ArchRule nothingMore = ArchitectureRules.needsOnly("sample");

        requireRed(nothingMore, "org.postgresql.PGConnection connection;", "DataSource");
        requireRed(nothingMore, "dev.scalekit.testkit.Seeds seeds;", "never another module");
        requireRed(nothingMore, "org.w3c.dom.Node node;", "the JDK");
        requireGreen(nothingMore, "javax.sql.DataSource source; java.util.List<String> list;");
        requireGreen(
                ArchitectureRules.needsOnly("sample", "org.postgresql.."), "org.postgresql.PGConnection connection;");
    }

    @Test
    void classes_outside_the_root_package_are_found() throws IOException {
        JavaClasses classes = seeded().withSources(Map.of("other/Row.java", "package other; class Row {}"));

        requireRed(ArchitectureRules.residesIn("sample"), classes, "root package");
    }

    @Test
    void packages_that_need_each_other_are_found() throws IOException {
        JavaClasses classes = seeded().withSources(Map.of(
                "sample/A.java", "package sample; public class A { sample.balance.B b; }",
                "sample/balance/B.java", "package sample.balance; public class B { sample.A a; }"));

        requireRed(ArchitectureRules.hasNoCyclesBetweenPackages(), classes, "knows nothing");
    }

    private SeededModule seeded() throws IOException {
        return new SeededModule(folder);
    }

    private void requireRed(ArchRule rule, String members, String advice) throws IOException {
        requireRed(rule, seeded().withMembers(members), advice);
    }

    private static void requireRed(ArchRule rule, JavaClasses classes, String advice) {
        assertThatThrownBy(() -> rule.check(classes))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining(advice);
    }

    private void requireGreen(ArchRule rule, String members) throws IOException {
        JavaClasses classes = seeded().withMembers(members);

        assertThat(classes).isNotEmpty();
        rule.check(classes);
    }
}
