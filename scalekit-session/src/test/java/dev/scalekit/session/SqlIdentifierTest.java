package dev.scalekit.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.scalekit.testkit.Effort;
import dev.scalekit.testkit.Seeds;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

final class SqlIdentifierTest {
    private static final List<String> HOSTILE = List.of(
            "",
            "x\"; DROP TABLE t; --",
            "\"",
            "\"\"",
            "a\"b",
            "a.b",
            "a b",
            "a-b",
            "a;b",
            "a'b",
            "a\0",
            "a\n",
            "ä",
            "ı",
            "1a",
            "a\\",
            "a/*",
            "a--",
            "$1",
            "a?",
            "\u0430bc",
            "a\u200b",
            "x".repeat(64),
            "😀");

    @Test
    void hostile_names_of_tables_and_schemas_are_refused() {
        RandomGenerator random = Seeds.random(6);
        JdbcSessionStoreBuilder builder = JdbcSessionStore.builder(new UnknownDatabase("H2"));
        for (int i = 0; i < Effort.upTo(100_000); i++) {
            String name = i < HOSTILE.size() ? HOSTILE.get(i) : spoiled(random);

            assertThatIllegalArgumentException().isThrownBy(() -> builder.table(name));
            assertThatIllegalArgumentException().isThrownBy(() -> builder.schema(name));
        }
    }

    /** A legal name with something in it that is not. */
    private static String spoiled(RandomGenerator random) {
        StringBuilder name = new StringBuilder("sessions");
        char character;
        do {
            character = (char) random.nextInt(random.nextBoolean() ? 0x80 : 0x10000);
        } while (character < 0x80 && (Character.isLetterOrDigit(character) || character == '_'));
        return name.insert(random.nextInt(name.length() + 1), character).toString();
    }

    @Test
    void a_legal_name_is_quoted_and_no_longer_than_its_indexes_allow() {
        String longest = "x".repeat(48);

        Tables tables = Tables.of("Shop", longest);

        assertThat(tables.sessions()).hasToString("\"Shop\".\"" + longest + "\"");
        assertThat(tables.attributes()).hasToString("\"Shop\".\"" + longest + "_attribute\"");
        assertThat(Tables.of(null, "_").locks()).hasToString("\"__lock\"");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Tables.of(null, longest + "x"))
                .withMessage(
                        "table must be 1 to 48 letters, digits and underscores of ASCII, the first one no digit: \""
                                + longest + "x\"");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Tables.of("x".repeat(64), "t"))
                .withMessageStartingWith("schema must be 1 to 63 ");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Tables.of(null, "a\nb"))
                .withMessageEndingWith("\"a?b\"");
    }
}
