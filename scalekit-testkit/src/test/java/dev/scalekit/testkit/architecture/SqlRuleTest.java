package dev.scalekit.testkit.architecture;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** All cases are compiled in one go, each as the body of a class of its own; compiling one by one takes a minute. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class SqlRuleTest {

    private Map<String, List<String>> violationsByFile = Map.of();

    /** A class body, and the expressions in it that must not be in SQL. */
    record Body(String file, String name, String code, List<String> offenders) {

        @Override
        public String toString() {
            return name;
        }
    }

    private static Body refused(String name, String code, String... offenders) {
        return new Body(fileName(name), name, code, List.of(offenders));
    }

    private static Body accepted(String name, String code) {
        return new Body(fileName(name), name, code, List.of());
    }

    private static String fileName(String name) {
        return "Case_" + name.replaceAll("[^A-Za-z]", "_");
    }

    static List<Body> refused() {
        return List.of(
                refused("a name appended", "String f(String table) { return \"SELECT * FROM \" + table; }", "table"),
                refused("a name in the middle", """
                        String f(String table, int id) {
                            return "select a, b from " + table + " where id = " + id;
                        }""", "table", "id"),
                refused("formatted", "String f(String table) { return \"DELETE FROM %s\".formatted(table); }", "table"),
                refused("a text block formatted", """
                        String f(String table) {
                            return \"""
                                UPDATE %s
                                SET a = 1\""".formatted(table);
                        }""", "table"),
                refused("String.format", "String f(String t) { return String.format(\"DROP TABLE %s\", t); }", "t"),
                refused("String.format with a locale", """
                        String f(String t) { return String.format(java.util.Locale.ROOT, "TRUNCATE TABLE %s", t); }
                        """, "t"),
                refused("MessageFormat", """
                        String f(String t) { return java.text.MessageFormat.format("SHOW {0}", t); }""", "t"),
                refused("concat", "String f(String table) { return \"LISTEN \".concat(table); }", "table"),
                refused("join", "String f(String t) { return String.join(\" \", \"DELETE FROM\", t); }", "t"),
                refused("join of a list", """
                        String f(java.util.List<String> columns) {
                            return "SELECT " + String.join(", ", columns) + " FROM t";
                        }""", "columns"),
                refused("replace in a constant", """
                        private static final String SQL = "SELECT id FROM {table}";
                        String f(String table) { return SQL.replace("{table}", table); }""", "table"),
                refused("append after a constant", """
                        String f(String userInput) {
                            StringBuilder sql = new StringBuilder();
                            sql.append("SELECT id FROM t");
                            sql.append(userInput);
                            return sql.toString();
                        }""", "userInput"),
                refused("append before the constant", """
                        String f(String a) {
                            StringBuilder sql = new StringBuilder(64);
                            sql.append(a);
                            sql.append(" WHERE id = ?");
                            return sql.toString();
                        }""", "a"),
                refused("append in a chain", """
                        String f(String a, char b) {
                            return new StringBuilder("select id from t where ").append(a).append(b).toString();
                        }""", "a", "b"),
                refused("append to a field", """
                        private final StringBuffer sql = new StringBuffer("SELECT 1");
                        void f(String a) { sql.append(a); }""", "a"),
                refused("insert into a builder", """
                        String f(String a) {
                            StringBuilder sql = new StringBuilder("DELETE FROM t");
                            return sql.insert(0, a).toString();
                        }""", "a"),
                refused("a StringJoiner", """
                        String f(String a) {
                            java.util.StringJoiner sql = new java.util.StringJoiner(" AND ", "SELECT 1 WHERE ", "");
                            sql.add(a);
                            return sql.toString();
                        }""", "a"),
                refused("a builder passed on", """
                        String f(String a) {
                            StringBuilder sql = new StringBuilder("SELECT id FROM t");
                            order(sql, a);
                            return sql.toString();
                        }
                        private void order(StringBuilder target, String by) { target.append(" order by ").append(by); }
                        """, "by"),
                refused("plus-equals", """
                        String f(String a) {
                            String sql = "SELECT id FROM t";
                            sql += a;
                            return sql;
                        }""", "a"),
                refused("a variable that is not final", """
                        String f(String a) {
                            String sql = "SELECT id FROM ";
                            sql = sql + a;
                            return sql;
                        }""", "a"),
                refused("a method that returns the start", """
                        private String start() { return "SELECT id FROM "; }
                        String f(String a) { return start() + a; }""", "start()", "a"),
                refused("a parameter that got the start", """
                        String f(String a) { return end("SELECT id FROM ", a); }
                        private String end(String start, String a) { return start + a; }""", "start", "a"),
                refused("a fragment of its own", """
                        String f(String column) {
                            String where = column + " = ?";
                            return "SELECT id FROM t WHERE " + where;
                        }""", "column"),
                refused("one branch of two", """
                        String f(boolean descending, String by) {
                            return "SELECT id FROM t ORDER BY " + (descending ? by : "id");
                        }""", "by"),
                refused("one arm of a switch", """
                        String f(int i, String by) {
                            return "SELECT id FROM t ORDER BY " + switch (i) {
                                case 0 -> "id";
                                case 1 -> by;
                                default -> throw new IllegalStateException();
                            };
                        }""", "by"),
                refused("a variable with one bad assignment", """
                        String f(String a) {
                            String by = "id";
                            if (a.length() > 3) { by = a; }
                            return "SELECT id FROM t ORDER BY " + by;
                        }""", "a"),
                refused("a field from a constructor", """
                        private final String table;
                        %s(String table) { this.table = table; }
                        String f() { return "SELECT id FROM " + table; }""", "table"),
                refused("a loop over names", """
                        String f(java.util.List<String> columns) {
                            StringBuilder sql = new StringBuilder("SELECT 1");
                            for (String column : columns) { sql.append(", ").append(column); }
                            return sql.toString();
                        }""", "columns"),
                refused("a name in a lambda", """
                        java.util.function.Function<String, String> f() { return table -> "DELETE FROM " + table; }
                        """, "table"),
                refused("a name in a field initializer", """
                        String name = System.getProperty("table");
                        String sql = "DELETE FROM " + name;""", "System.getProperty(\"table\")"),
                refused("a name with a cast and brackets", """
                        String f(Object table) { return "DELETE FROM " + ((String) (table)); }""", "table"),
                refused("an identifier turned into a string", """
                        String f(SqlIdentifier table) {
                            String name = table.name();
                            return "DELETE FROM " + name;
                        }""", "table.name()"),
                refused("a constant that is not one", """
                        private static final String TABLE = String.valueOf(System.getenv("TABLE"));
                        String f() { return "DELETE FROM " + TABLE; }""", "System.getenv(\"TABLE\")"),
                refused("a nullable name", """
                        String f(@org.jspecify.annotations.Nullable String table) {
                            @org.jspecify.annotations.Nullable String sql = "DELETE FROM ";
                            return sql + table;
                        }""", "table"));
    }

    static List<Body> accepted() {
        return List.of(
                accepted("one constant", "String f() { return \"SELECT id FROM t\"; }"),
                accepted("a constant split over lines", """
                        private static final String TABLE = "t";
                        private static final int LIMIT = 10;
                        private static final String SQL = "SELECT id"
                                + " FROM " + TABLE
                                + " LIMIT " + LIMIT;
                        String f() { final String end = " FOR UPDATE"; return SQL + end; }"""),
                accepted("an identifier", """
                        String f(SqlIdentifier table) { return "SELECT id FROM " + table + " WHERE id = ?"; }"""),
                accepted("an identifier of a field", """
                        private final SqlIdentifier table = new SqlIdentifier("t");
                        private final String sql = "SELECT id FROM " + table;
                        String f() { return sql + " WHERE id = ?"; }"""),
                accepted("an identifier formatted", """
                        String f(SqlIdentifier table) { return "DELETE FROM %s".formatted(table); }"""),
                accepted("an identifier for a placeholder", """
                        String f(SqlIdentifier table) {
                            return "DELETE FROM {table}".replace("{table}", table.toString());
                        }"""),
                accepted("a choice of constants", """
                        String f(boolean descending) {
                            return "SELECT id FROM t ORDER BY id " + (descending ? "DESC" : "ASC");
                        }"""),
                accepted("a switch over constants", """
                        String f(int i) {
                            String lock = switch (i) {
                                case 0 -> "FOR UPDATE";
                                default -> "FOR SHARE";
                            };
                            return "SELECT id FROM t " + lock;
                        }"""),
                accepted("bind parameters by the number", """
                        String f(int n) {
                            return "SELECT id FROM t WHERE id IN (" + "?, ".repeat(n).substring(2) + ")";
                        }"""),
                accepted("a builder of constants and identifiers", """
                        String f(SqlIdentifier table, SqlIdentifier[] columns, int n) {
                            StringBuilder sql = new StringBuilder(64).append("INSERT INTO ").append(table);
                            sql.append(" VALUES ");
                            String comma = "";
                            for (int i = 0; i < n; i++) {
                                sql.append(comma).append("(?, ?)");
                                comma = ", ";
                            }
                            for (SqlIdentifier column : columns) { sql.append(column); }
                            sql.setLength(sql.length() - 1);
                            return sql.insert(0, "/* x */ ").toString();
                        }"""),
                accepted("a builder filled by another method", """
                        String f(SqlIdentifier table) {
                            StringBuilder sql = new StringBuilder("DELETE FROM ").append(table);
                            where(sql);
                            return sql.toString();
                        }
                        private void where(StringBuilder sql) { sql.append(" WHERE id = ?"); }"""),
                accepted("a variable that grows by constants", """
                        String f(boolean lock) {
                            String sql = "SELECT id FROM t";
                            if (lock) { sql += " FOR UPDATE"; }
                            sql = sql + " LIMIT 1";
                            return sql;
                        }"""),
                accepted("the message of an exception", """
                        private static final String SQL = "SELECT id FROM t WHERE id = ?";
                        void f(String node, Exception e) {
                            throw new IllegalStateException("Failed on " + node + ": " + SQL + " after " + 1, e);
                        }
                        RuntimeException g(String node) { return failure("UPDATE t SET a = 1 on " + node); }
                        private IllegalStateException failure(String text) { return new IllegalStateException(text); }
                        static final class Failure extends RuntimeException {
                            private static final long serialVersionUID = 1;
                            Failure(String sql, String node) { super("SELECT 1 FROM t: " + sql + node); }
                        }"""),
                accepted("the caller's own statement", """
                        private final String sql;
                        %s(String sql) { this.sql = sql; }
                        java.sql.PreparedStatement f(java.sql.Connection c) throws java.sql.SQLException {
                            return c.prepareStatement(sql);
                        }"""),
                accepted("text that is no SQL", """
                        String f(String name, int n) {
                            StringBuilder text = new StringBuilder("queue ").append(name);
                            return "thread-" + name + n + text + ": cannot select from %s".formatted(name);
                        }"""),
                accepted("numbers", "int f(int a, int b) { a += b; return a + b; }"),
                accepted("old and new switches and blocks", """
                        int f(int a) {
                            switch (a) { case 1: return 2; default: break; }
                            return switch (a) { case 2: yield 3; default: { yield 4; } };
                        }"""));
    }

    @BeforeAll
    void compile(@TempDir Path folder) throws IOException {
        write(folder, "SqlIdentifier", "record SqlIdentifier(String name) {}");
        Files.writeString(folder.resolve("module-info.java"), "module not.on.this.path { requires no.such.module; }");
        for (Body body : refused()) {
            write(
                    folder,
                    body.file(),
                    "class %s {%n%s%n}"
                            .formatted(body.file(), body.code().replace("%s(String", body.file() + "(String")));
        }
        for (Body body : accepted()) {
            write(
                    folder,
                    body.file(),
                    "class %s {%n%s%n}"
                            .formatted(body.file(), body.code().replace("%s(String", body.file() + "(String")));
        }
        violationsByFile = SqlRule.violations(folder).stream()
                .collect(groupingBy(line -> line.substring(0, line.indexOf('.')), toList()));
    }

    @ParameterizedTest
    @MethodSource("refused")
    void what_is_not_constant_is_refused(Body body) {
        List<String> violations = violationsByFile.getOrDefault(body.file(), List.of());

        assertThat(violations)
                .extracting(line -> line.replaceAll("^[^:]*:\\d+: (.*?) in .*$", "$1"))
                .containsExactlyInAnyOrderElementsOf(body.offenders());
    }

    @ParameterizedTest
    @MethodSource("accepted")
    void constants_and_identifiers_are_accepted(Body body) {
        assertThat(violationsByFile).doesNotContainKey(body.file());
    }

    @Test
    void a_violation_names_the_file_the_line_the_expression_and_the_sql(@TempDir Path folder) throws IOException {
        write(folder, "Shop", """
                class Shop {

                    String count(String table) {
                        return "SELECT count(*) FROM " + table;
                    }
                }
                """);

        assertThat(SqlRule.violations(folder))
                .containsExactly("Shop.java:4: table in \"SELECT count(*) FROM \" + table");
    }

    @Test
    void sources_that_do_not_compile_are_no_pass(@TempDir Path folder) throws IOException {
        write(folder, "Broken", "class Broken { Missing missing; }");

        assertThatThrownBy(() -> SqlRule.violations(folder))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("Broken.java")
                .hasMessageContaining("Missing");
    }

    @Test
    void a_module_without_types_passes(@TempDir Path folder) throws IOException {
        assertThat(SqlRule.violations(folder)).isEmpty();

        Files.writeString(folder.resolve("package-info.java"), "package shop;");

        assertThat(SqlRule.violations(folder)).isEmpty();
    }

    private static void write(Path folder, String name, String code) throws IOException {
        Files.writeString(folder.resolve(name + ".java"), code, UTF_8);
    }
}
