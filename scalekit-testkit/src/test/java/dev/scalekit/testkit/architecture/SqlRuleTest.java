package dev.scalekit.testkit.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SqlRuleTest {
    private static final String IDENTIFIER =
            "package sample; record SqlIdentifier(String name) { public String toString() { return name; } }";

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "String sql(String table) { return \"SELECT * FROM \" + table; }",
                "String sql(String table) { return \"select * from \" + table; }",
                "String sql(String table) { return \"DELETE FROM %s\".formatted(table); }",
                "String sql(String table) { return String.format(\"DELETE FROM %s\", table); }",
                "String sql(String table) { return \"INSERT INTO \".concat(table); }",
                "String sql(String table) { return \"DROP TABLE #\".replace(\"#\", table); }",
                "String sql(String t) { var s = new StringBuilder(\"SELECT id FROM \"); s.append(t); return s.toString(); }",
                "String sql(String t) { String s = \"UPDATE \"; s += t; s += \" SET a = 1\"; return s; }",
                "String sql(String id) { String where = \" WHERE id = '\" + id + \"'\"; return where; }",
                "String sql(String t) { String name = t.strip(); return \"TRUNCATE TABLE \" + name; }",
                "String sql(Object o) { return \"SELECT id FROM t ORDER BY \" + o; }",
                "String table; String sql() { return \"SELECT id FROM \" + table; }"
            })
    void text_of_unknown_origin_in_sql_is_found(String member) throws IOException {
        assertThat(violations(member)).isNotEmpty().allMatch(line -> line.startsWith("Sample.java:2: "));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "String sql(SqlIdentifier table) { return \"SELECT * FROM \" + table; }",
                "String sql(SqlIdentifier table) { return \"DELETE FROM %s\".formatted(table); }",
                "static final String T = \"t\"; String sql() { return \"SELECT id\" + \" FROM \" + T + \" WHERE id = ?\"; }",
                "String sql(SqlIdentifier t) { var s = new StringBuilder(\"SELECT id FROM \").append(t);"
                        + " for (int i = 0; i < 3; i++) { s.append(\", ?\"); } return s.toString(); }",
                "String error(String key) { return \"could not load \" + key + \" from the database\"; }",
                "String error(String from, String to) { return \"moved from \" + from + \" to \" + to; }",
                "RuntimeException error(String sql) {"
                        + " return new IllegalStateException(\"SELECT failed FROM here: \" + sql); }",
                "void run(java.sql.Connection c, String sql) throws Exception { c.prepareStatement(sql); }"
            })
    void constants_and_identifiers_and_plain_english_pass(String member) throws IOException {
        assertThat(violations(member)).isEmpty();
    }

    @Test
    void a_violation_names_the_place_the_expression_and_the_sql() throws IOException {
        assertThat(violations("String sql(String table) { return \"SELECT * FROM \" + table; }"))
                .containsExactly("Sample.java:2: table in \"SELECT * FROM \" + table");
    }

    @Test
    void sources_that_do_not_compile_are_an_error_and_not_a_pass() {
        assertThatThrownBy(() -> violations("Nowhere sql() { return null; }"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("do not compile")
                .hasMessageContaining("Nowhere");
    }

    private List<String> violations(String member) throws IOException {
        SeededModule seeded = new SeededModule(folder);
        seeded.write(Map.of(
                "module-info.java",
                "module sample { requires java.sql; }",
                "sample/SqlIdentifier.java",
                IDENTIFIER,
                "sample/Sample.java",
                "package sample; class Sample {\n" + member + "\n}"));
        return SqlRule.violations(seeded.module().sources());
    }
}
