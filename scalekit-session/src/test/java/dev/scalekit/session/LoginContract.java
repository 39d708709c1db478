package dev.scalekit.session;

import static dev.scalekit.session.SessionFixture.elsewhere;
import static dev.scalekit.session.SessionFixture.find;
import static dev.scalekit.session.SessionFixture.login;
import static dev.scalekit.session.SessionFixture.stored;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** New tokens. */
interface LoginContract extends SessionFixture {

    private static void assertEnded(Session session, Runnable rotation) {
        assertThatExceptionOfType(SessionEndedException.class)
                .isThrownBy(rotation::run)
                .withMessage(
                        "Session " + session.ref() + " was ended, expired, or given a new token by another request");
    }

    @Test
    default void a_login_kills_the_old_token_and_stores_what_is_pending() {
        SessionStore here = store();
        Session session = stored(here, COLOUR, "red");
        String before = session.token();
        String fingerprint = session.fingerprint();
        session.put(COLOUR, "blue");
        session.increment("visits", 1);

        session.login("user-42");

        SessionStore there = store();
        assertThat(there.find(before)).isEmpty();
        assertThat(session.token()).isNotEqualTo(before);
        assertThat(session.fingerprint()).isNotEqualTo(fingerprint);
        assertThat(session.user()).isEqualTo("user-42");
        Session found = find(there, session);
        assertThat(found.user()).isEqualTo("user-42");
        assertThat(found.get(COLOUR)).isEqualTo("blue");
        assertThat(found.counter("visits")).isOne();
        assertThat(found.ref()).isEqualTo(session.ref());
        assertThat(here.save(session)).as("nothing is pending").isEqualTo(SaveOutcome.UNCHANGED);
    }

    @Test
    default void a_server_that_has_found_the_session_finds_all_of_it_by_the_new_token_only() {
        SessionStore here = store();
        SessionStore there = store();
        Session session = stored(here, COLOUR, "red");
        String before = session.token();
        find(there, session).get(COLOUR);
        session.put(SIZE, "xl");

        session.login("user-42");

        assertThat(there.find(before)).isEmpty();
        Session found = find(there, session);
        assertThat(found.ref()).isEqualTo(session.ref());
        assertThat(found.user()).isEqualTo("user-42");
        assertThat(found.get(COLOUR)).isEqualTo("red");
        assertThat(found.get(SIZE)).isEqualTo("xl");
        assertThat(there.find(before)).isEmpty();
        assertThat(here.find(before)).isEmpty();
    }

    @Test
    default void a_new_session_can_be_logged_in_at_once() {
        SessionStore store = store();
        Session session = store.create();
        String before = session.token();
        session.put(COLOUR, "red");

        session.login("user-42");

        assertThat(store.find(before)).isEmpty();
        assertThat(find(store, session).get(COLOUR)).isEqualTo("red");
        assertThat(store.sessionsOf("user-42")).extracting(SessionInfo::ref).containsExactly(session.ref());
    }

    @Test
    default void a_renewal_changes_the_token_and_nothing_else() {
        SessionStore store = store();
        Session session = login(store, "user-42");
        String before = session.token();
        session.put(COLOUR, "red");

        session.renew();

        assertThat(store.find(before)).isEmpty();
        assertThat(find(store, session).user()).isEqualTo("user-42");
        assertThat(find(store, session).get(COLOUR)).isEqualTo("red");
        Session fresh = store.create();
        fresh.renew();
        assertThat(find(store, fresh).user()).isNull();
    }

    @Test
    default void a_copy_from_before_the_login_saves_its_attributes_and_brings_no_token_back() {
        SessionStore store = store();
        Session session = stored(store, COLOUR, "red");
        String before = session.token();
        Session inFlight = find(store, session);
        session.login("user-42");
        inFlight.put(SIZE, "xl");

        assertThat(store.save(inFlight)).isEqualTo(SaveOutcome.SAVED);

        assertThat(store.find(before)).isEmpty();
        Session found = find(store, session);
        assertThat(found.get(SIZE)).isEqualTo("xl");
        assertThat(found.user()).isEqualTo("user-42");
    }

    @Test
    default void of_two_logins_at_once_one_gets_the_session() {
        SessionStore here = store();
        SessionStore there = store();
        Session session = stored(here);
        Session first = find(here, session);
        Session second = find(there, session);
        second.put(COLOUR, "red");

        first.login("user-1");

        assertEnded(second, () -> second.login("user-2"));
        assertEnded(second, () -> second.login("user-1"));
        assertEnded(second, second::renew);
        assertThat(find(there, first).user()).isEqualTo("user-1");
        assertThat(find(there, first).names()).isEmpty();
        assertThat(there.sessionsOf("user-2")).isEmpty();
        assertThat(second.user()).isNull();
        assertThat(second.token()).isEqualTo(session.token());
    }

    @Test
    default void a_session_that_was_ended_or_is_over_cannot_be_logged_in() {
        SessionStore store = store();
        Session session = stored(store);
        Session ended = find(store, session);
        store.end(session.ref());
        Session over = stored(store);
        advance(Duration.ofMinutes(31));
        Session mine = stored(store);
        mine.end();

        assertEnded(ended, () -> ended.login("user-42"));
        assertEnded(over, () -> over.login("user-42"));
        assertEnded(mine, () -> mine.login("user-42"));
        assertEnded(ended, ended::renew);
        assertEnded(over, over::renew);
        assertEnded(mine, mine::renew);

        assertThat(store.sessionsOf("user-42")).isEmpty();
        assertThat(store.find(session.token())).isEmpty();
        assertThat(store.stats().logins()).isZero();
    }

    @Test
    default void a_user_can_log_in_again_and_another_one_cannot() {
        SessionStore store = store();
        Session session = login(store, "user-1");
        String before = session.token();

        session.login("user-1");

        assertThat(store.find(before)).isEmpty();
        Session found = find(store, session);
        assertThatIllegalStateException()
                .isThrownBy(() -> found.login("user-2"))
                .withMessage("Session " + session.ref() + " has another user logged in: end it, and create another");
        assertThat(find(store, session).user()).isEqualTo("user-1");
        assertThat(store.stats().logins()).isEqualTo(2);
    }

    @Test
    default void a_login_keeps_what_others_save_afterwards() {
        SessionStore store = store();
        Session session = stored(store);
        session.login("user-42");
        elsewhere(store, session, other -> other.put(COLOUR, "red"));

        session.put(SIZE, "xl");
        store.save(session);

        assertThat(find(store, session).names()).containsExactly("colour", "size");
    }
}
