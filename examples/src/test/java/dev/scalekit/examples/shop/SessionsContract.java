package dev.scalekit.examples.shop;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What holds wherever sessions are kept. */
abstract class SessionsContract {
    private static final int CUSTOMER = 7;

    /** Returns sessions that know of nobody yet, and in which the customers 7 and 9 may begin one. */
    abstract Sessions sessions();

    @Test
    void what_was_saved_is_found_by_its_token() throws SQLException {
        Sessions sessions = sessions();
        String token = sessions.start(CUSTOMER);

        put(sessions, token, new CartLine(1, 2));
        put(sessions, token, new CartLine(2, 5));

        Session found = sessions.find(token).orElseThrow();
        assertThat(found.customer()).isEqualTo(CUSTOMER);
        assertThat(found.cart()).containsExactly(new CartLine(1, 2), new CartLine(2, 5));
    }

    @Test
    void what_was_taken_out_is_gone() throws SQLException {
        Sessions sessions = sessions();
        String token = sessions.start(CUSTOMER);
        put(sessions, token, new CartLine(1, 2));
        Session session = sessions.find(token).orElseThrow();

        session.remove(session.cart());
        sessions.save(session);

        assertThat(sessions.find(token).orElseThrow().cart()).isEmpty();
    }

    @Test
    void a_new_login_ends_the_session_before_and_begins_with_an_empty_cart() throws SQLException {
        Sessions sessions = sessions();
        String before = sessions.start(CUSTOMER);
        put(sessions, before, new CartLine(1, 2));

        String now = sessions.start(CUSTOMER);

        assertThat(sessions.find(before)).isEmpty();
        assertThat(sessions.find(now).orElseThrow().cart()).isEmpty();
    }

    @Test
    void customers_do_not_meet() throws SQLException {
        Sessions sessions = sessions();
        String first = sessions.start(CUSTOMER);
        String second = sessions.start(9);

        put(sessions, first, new CartLine(1, 2));

        assertThat(List.of(first, second)).doesNotHaveDuplicates().allMatch(token -> token.matches("[0-9a-f]{32}"));
        assertThat(sessions.find(second).orElseThrow().cart()).isEmpty();
        assertThat(sessions.find("0".repeat(32))).isEmpty();
    }

    static void put(Sessions sessions, String token, CartLine line) throws SQLException {
        Session session = sessions.find(token).orElseThrow();
        session.put(line);
        sessions.save(session);
    }
}
