package dev.scalekit.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.scalekit.testkit.Tally;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** What somebody learns who reads the tables. */
interface SecrecyContract extends JdbcFixture {

    @Test
    default void nobody_can_log_in_with_what_the_tables_say() throws Exception {
        SessionStore store = store();
        List<String> tokens = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            Session session = SessionFixture.stored(store, COLOUR, "colour " + i);
            tokens.add(session.token());
            session.login("user-" + i);
            tokens.add(session.token());
            session.increment("visits", i);
            session.renew();
            tokens.add(session.token());
            store.save(session);
        }

        String dump = dump();

        assertThat(dump)
                .as("the dump has what it should have")
                .contains("user-49", hex("colour 49"), Session.fingerprint(tokens.get(149)));
        requireNoneOf(tokens, dump);
        for (String word : dump.split("[^A-Za-z0-9_-]+", -1)) {
            assertThat(store.find(word)).isEmpty();
        }
    }

    @Test
    default void a_token_that_stands_in_the_tables_is_found_there() throws Exception {
        SessionStore store = store();
        Session session = store.create();
        session.put(COLOUR, "planted: " + session.token());
        store.save(session);
        String dump = dump();

        try (Tally planted = Tally.of("session.planted-bugs", 0)) {
            planted.count(() -> assertThatExceptionOfType(AssertionError.class)
                    .isThrownBy(() -> requireNoneOf(List.of(session.token()), dump)));
        }
    }

    private static void requireNoneOf(List<String> tokens, String dump) {
        for (String token : tokens) {
            String bytes = HexFormat.of().formatHex(Base64.getUrlDecoder().decode(token));
            assertThat(dump).doesNotContain(token, hex(token), bytes);
        }
    }

    private static String hex(String text) {
        return HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Every column of every table, as text and in hexadecimal. */
    private String dump() throws Exception {
        StringBuilder dump = new StringBuilder();
        for (String table : sql().lines("SELECT table_name FROM information_schema.tables WHERE table_schema IN"
                + " ('public', 'PUBLIC')")) {
            try (Connection connection = dataSource().getConnection();
                    Statement select = connection.createStatement();
                    ResultSet rows = select.executeQuery("SELECT * FROM \"" + table + "\"")) {
                while (rows.next()) {
                    for (int column = 1; column <= rows.getMetaData().getColumnCount(); column++) {
                        dump.append(text(rows, column)).append('\n');
                    }
                }
            }
        }
        return dump.toString();
    }

    private static String text(ResultSet row, int column) throws Exception {
        int type = row.getMetaData().getColumnType(column);
        if (type == Types.BINARY || type == Types.VARBINARY) {
            byte[] bytes = row.getBytes(column);
            return bytes == null
                    ? ""
                    : HexFormat.of().formatHex(bytes) + " " + new String(bytes, StandardCharsets.UTF_8);
        }
        String text = row.getString(column);
        return text == null ? "" : text + " " + hex(text).toLowerCase(Locale.ROOT);
    }
}
