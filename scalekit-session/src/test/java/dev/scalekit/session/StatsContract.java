package dev.scalekit.session;

import static dev.scalekit.session.SessionFixture.elsewhere;
import static dev.scalekit.session.SessionFixture.find;
import static dev.scalekit.session.SessionFixture.login;
import static dev.scalekit.session.SessionFixture.stored;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What is counted. */
interface StatsContract extends SessionFixture {

    @Test
    default void a_new_store_has_counted_nothing_and_a_session_that_is_not_stored_does_not_count() {
        SessionStore store = store();
        Session session = store.create();
        session.put(COLOUR, "red");
        session.end();

        assertThat(store.stats()).isEqualTo(new SessionStats(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0));
    }

    @Test
    default void each_thing_is_counted_where_it_was_done() {
        SessionStore store = store();
        SessionStore other = store();
        Session session = stored(store);
        store.save(session);
        store.find("malformed");
        store.find("A".repeat(43));
        session.login("user-42");
        elsewhere(other, session, there -> there.put(ConflictContract.TOTAL, "1"));
        session.put(ConflictContract.TOTAL, "2");
        assertThatExceptionOfType(AttributeConflictException.class).isThrownBy(() -> store.save(session));
        advance(Duration.ofMinutes(2));
        Session inFlight = find(store, session);
        store.save(inFlight);
        login(store, "user-42");
        store.endAll("user-42");
        inFlight.put(COLOUR, "red");
        store.save(inFlight);
        stored(store);
        advance(Duration.ofMinutes(40));
        store.cleanUp();

        assertThat(store.stats())
                .isEqualTo(new SessionStats(
                        3, // created
                        1, // found
                        1, // notFound
                        1, // malformed
                        1, // unchanged
                        4, // saved: three created, of which one logged in, and a login
                        1, // touched
                        1, // refused
                        1, // retried
                        1, // conflicts
                        2, // logins
                        2, // ended
                        1, // expired
                        0, // dropped
                        0)); // failures
        assertThat(other.stats().saved()).isOne();
        assertThat(other.stats().created()).isZero();
    }

    @Test
    default void a_login_that_finds_its_session_gone_is_refused_and_so_is_a_touch() {
        SessionStore store = store();
        Session session = stored(store);
        advance(Duration.ofMinutes(2));
        Session found = find(store, session);
        store.end(session.ref());

        assertThatExceptionOfType(SessionEndedException.class).isThrownBy(() -> session.login("user-42"));
        store.save(found);

        assertThat(store.stats().refused()).isEqualTo(2);
        assertThat(store.stats().logins()).isZero();
        assertThat(store.stats().touched()).isZero();
    }
}
