package dev.scalekit.testkit.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClasses;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ArchitectureContractTest {
    @TempDir
    private Path folder;

    @Test
    @SuppressWarnings("JUnitMethodInvoked") // The contract's tests are what is tested here.
    void a_module_of_its_package_map_only_passes_every_rule() throws IOException {
        SeededModule seeded = new SeededModule(folder);
        seeded.withSources(
                Map.of("sample/package-info.java", "/** Map. */ @org.jspecify.annotations.NullMarked package sample;"));

        ArchitectureContract contract = new Contract(seeded.module(), "sample");

        contract.needs_only_the_jdk_and_its_row_of_the_dependency_table();
        contract.reads_the_clock_in_one_place();
        contract.holds_no_mutable_static_state();
        contract.exceptions_are_unchecked_and_final();
        contract.builds_sql_from_constants_and_checked_identifiers();
        contract.files_are_short();
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
        StringBuilder members = new StringBuilder();
        for (int i = 0; i < FileLength.MAXIMUM; i++) {
            members.append("int x").append(i).append(";\n");
        }
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

    private static final class Contract extends ArchitectureContract {
        Contract(ModuleFolder module, String rootPackage) {
            super(module, rootPackage);
        }
    }
}
