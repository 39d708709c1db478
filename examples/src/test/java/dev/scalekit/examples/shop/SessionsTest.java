package dev.scalekit.examples.shop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.scalekit.session.AttributeConflictException;
import dev.scalekit.session.Session;
import dev.scalekit.session.SessionStore;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the shop makes of sessions; {@link ShopTest} has them in a database. */
final class SessionsTest {
    private static final int CUSTOMER = 7;
    private static final Cart JUICE = new Cart(List.of(new CartLine(1, 2)));
    private static final Cart MANGO = new Cart(List.of(new CartLine(2, 1)));

    private final SessionStore store = Sessions.inMemory();
    private final Sessions sessions = new Sessions(store);

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void what_was_kept_is_found_by_its_token() {
        String token = logIn();

        sessions.keep(find(token), JUICE);

        assertThat(sessions.customer(find(token))).isEqualTo(CUSTOMER);
        assertThat(sessions.cart(find(token))).isEqualTo(JUICE);
    }

    @Test
    void each_browser_of_a_customer_has_a_session_with_an_empty_cart() {
        String first = logIn();
        sessions.keep(find(first), JUICE);

        String second = logIn();

        assertThat(sessions.cart(find(second))).isEqualTo(Cart.EMPTY);
        assertThat(sessions.cart(find(first))).isEqualTo(JUICE);
    }

    @Test
    void who_logs_in_again_has_another_token_and_the_same_cart() {
        String before = logIn();
        sessions.keep(find(before), JUICE);

        String now = sessions.logIn(CUSTOMER, Optional.of(before));

        assertThat(sessions.find(before)).isEmpty();
        assertThat(sessions.cart(find(now))).isEqualTo(JUICE);
        assertThat(store.sessionsOf("7")).hasSize(1);
    }

    @Test
    void who_logs_in_as_somebody_else_finds_nothing_of_the_one_before() {
        String before = logIn();
        sessions.keep(find(before), JUICE);

        String now = sessions.logIn(9, Optional.of(before));

        assertThat(sessions.find(before)).isEmpty();
        assertThat(sessions.customer(find(now))).isEqualTo(9);
        assertThat(sessions.cart(find(now))).isEqualTo(Cart.EMPTY);
    }

    @Test
    void a_request_that_was_taken_for_dead_undoes_nothing_of_what_came_after_it() {
        String token = logIn();
        Session late = find(token);
        sessions.keep(find(token), JUICE);

        assertThatExceptionOfType(AttributeConflictException.class).isThrownBy(() -> sessions.keep(late, MANGO));

        assertThat(sessions.cart(find(token))).isEqualTo(JUICE);
    }

    @Test
    void nor_does_it_fill_a_cart_that_was_ordered_meanwhile() {
        String token = logIn();
        Session late = find(token);
        sessions.keep(find(token), JUICE);
        sessions.keep(find(token), Cart.EMPTY);

        assertThatExceptionOfType(AttributeConflictException.class).isThrownBy(() -> sessions.keep(late, JUICE));

        assertThat(sessions.cart(find(token))).isEqualTo(Cart.EMPTY);
    }

    @Test
    void a_session_that_was_ended_meanwhile_keeps_no_cart() {
        String token = logIn();
        Session late = find(token);
        store.endAll("7");

        assertThat(sessions.keep(late, JUICE)).isFalse();
        assertThat(sessions.find(token)).isEmpty();
    }

    private String logIn() {
        return sessions.logIn(CUSTOMER, Optional.empty());
    }

    private Session find(String token) {
        return sessions.find(token).orElseThrow();
    }
}
