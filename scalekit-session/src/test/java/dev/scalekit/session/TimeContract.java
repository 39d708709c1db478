package dev.scalekit.session;

import static dev.scalekit.session.SessionFixture.find;
import static dev.scalekit.session.SessionFixture.login;
import static dev.scalekit.session.SessionFixture.stored;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** When sessions end by themselves. */
interface TimeContract extends SessionFixture {

    /** Uses a session each 20 minutes for so long. */
    private void use(SessionStore store, Session session, Duration time) {
        for (long left = time.toMinutes(); left > 0; left -= 20) {
            advance(Duration.ofMinutes(Math.min(left, 20)));
            store.find(session.token()).ifPresent(store::save);
        }
    }

    @Test
    default void an_unused_session_ends() {
        SessionStore store = store();
        Session session = stored(store);
        advance(Duration.ofMinutes(29));
        assertThat(store.find(session.token())).isPresent();

        advance(Duration.ofMinutes(1));

        assertThat(store.find(session.token())).isEmpty();
    }

    @Test
    default void a_used_session_lives_until_its_absolute_timeout() {
        SessionStore store = store();
        Session session = stored(store);

        use(store, session, Duration.ofHours(12).minusMinutes(1));

        assertThat(store.find(session.token())).isPresent();
        advance(Duration.ofMinutes(1));
        assertThat(store.find(session.token())).isEmpty();
        session.put(COLOUR, "red");
        assertThat(store.save(session)).isEqualTo(SaveOutcome.ENDED);
    }

    @Test
    default void a_login_begins_the_absolute_timeout_anew_and_a_renewal_does_not() {
        SessionStore store = store();
        Session renewed = stored(store);
        Session loggedIn = stored(store);
        advance(Duration.ofMinutes(20));
        renewed.renew();
        loggedIn.login("user-42");
        for (int i = 0; i < 35; i++) {
            advance(Duration.ofMinutes(20));
            store.find(renewed.token()).ifPresent(store::save);
            store.find(loggedIn.token()).ifPresent(store::save);
        }

        assertThat(store.find(renewed.token())).isEmpty();
        assertThat(store.find(loggedIn.token())).isPresent();
        use(store, loggedIn, Duration.ofMinutes(20));
        assertThat(store.find(loggedIn.token())).isEmpty();
    }

    @Test
    default void a_session_may_have_an_idle_timeout_of_its_own() {
        SessionStore store = store();
        Session shorter = stored(store);
        Session longer = stored(store);
        shorter.idleTimeout(Duration.ofMinutes(5));
        longer.idleTimeout(Duration.ofHours(2));
        assertThat(shorter.idleTimeout()).isEqualTo(Duration.ofMinutes(5));
        assertThat(find(store, shorter).idleTimeout()).as("pending").isEqualTo(Duration.ofMinutes(30));

        assertThat(store.save(shorter)).isEqualTo(SaveOutcome.SAVED);
        assertThat(store.save(longer)).isEqualTo(SaveOutcome.SAVED);

        assertThat(find(store, shorter).idleTimeout()).isEqualTo(Duration.ofMinutes(5));
        assertThat(store.save(shorter)).as("once").isEqualTo(SaveOutcome.UNCHANGED);
        advance(Duration.ofMinutes(5));
        assertThat(store.find(shorter.token())).isEmpty();
        advance(Duration.ofMinutes(110));
        assertThat(store.find(longer.token())).isPresent();
        longer.idleTimeout(Duration.ofDays(365));
        store.save(longer);
        advance(Duration.ofHours(11));
        assertThat(store.find(longer.token())).as("its absolute timeout stays").isEmpty();
    }

    @Test
    default void an_idle_timeout_is_stored_with_a_new_session_and_a_login_too() {
        SessionStore store = store();
        Session fresh = store.create();
        fresh.idleTimeout(Duration.ofMinutes(5));
        store.save(fresh);
        Session loggedIn = stored(store);
        loggedIn.idleTimeout(Duration.ofMinutes(7));
        loggedIn.login("user-42");

        assertThat(find(store, fresh).idleTimeout()).isEqualTo(Duration.ofMinutes(5));
        assertThat(find(store, loggedIn).idleTimeout()).isEqualTo(Duration.ofMinutes(7));
    }

    @Test
    default void an_idle_timeout_out_of_bounds_is_refused() {
        Session session = store().create();
        session.idleTimeout(Duration.ofSeconds(1));
        session.idleTimeout(Duration.ofDays(365));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> session.idleTimeout(Duration.ofMillis(999)))
                .withMessage("idleTimeout must be from PT1S to PT8760H: PT0.999S");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> session.idleTimeout(Duration.ofDays(365).plusNanos(1)));
        assertThat(session.idleTimeout()).isEqualTo(Duration.ofDays(365));
    }

    @Test
    default void use_is_noted_once_in_the_touch_interval() {
        SessionStore store = store();
        Session session = stored(store);
        for (int i = 0; i < 100; i++) {
            assertThat(store.save(find(store, session))).isEqualTo(SaveOutcome.UNCHANGED);
        }
        assertThat(store.stats().touched()).isZero();

        advance(Duration.ofSeconds(61));

        assertThat(store.save(find(store, session))).isEqualTo(SaveOutcome.SAVED);
        for (int i = 0; i < 100; i++) {
            assertThat(store.save(find(store, session))).isEqualTo(SaveOutcome.UNCHANGED);
        }
        assertThat(store.stats().touched()).isOne();
        assertThat(store.stats().unchanged()).isEqualTo(200);
    }

    @Test
    default void a_short_idle_timeout_is_noted_more_often_and_each_save_if_asked_for() {
        SessionStore store = store();
        Session session = store.create();
        session.idleTimeout(Duration.ofSeconds(20));
        store.save(session);
        advance(Duration.ofSeconds(11));
        assertThat(store.save(find(store, session))).as("half of it is over").isEqualTo(SaveOutcome.SAVED);
        SessionStore eager = store(options -> options.touchEvery(Duration.ZERO));

        assertThat(eager.save(find(eager, session))).isEqualTo(SaveOutcome.SAVED);
        assertThat(eager.save(find(eager, session))).isEqualTo(SaveOutcome.SAVED);

        assertThat(eager.stats().touched()).isEqualTo(2);
    }

    @Test
    default void a_session_that_is_only_read_lives_on() {
        SessionStore store = store();
        Session session = stored(store);

        use(store, session, Duration.ofHours(3));

        assertThat(find(store, session).lastAccess()).isAfter(session.created());
    }

    @Test
    default void noting_use_never_makes_a_session_older_though_the_clock_goes_back() {
        SessionStore store = store(options -> options.touchEvery(Duration.ZERO));
        Session session = login(store, "user-42");
        Session found = find(store, session);
        advance(Duration.ofMinutes(-10));
        Instant noted = store.sessionsOf("user-42").get(0).lastAccess();

        assertThat(store.save(found)).isEqualTo(SaveOutcome.SAVED);
        found.put(COLOUR, "red");
        store.save(found);
        found.renew();

        assertThat(store.sessionsOf("user-42").get(0).lastAccess()).isEqualTo(noted);
        assertThat(found.lastAccess()).isEqualTo(noted);
    }

    @Test
    default void a_touch_of_a_session_that_is_gone_says_so() {
        SessionStore store = store();
        Session session = stored(store);
        advance(Duration.ofMinutes(2));
        Session found = find(store, session);
        store.end(session.ref());

        assertThat(store.save(found)).isEqualTo(SaveOutcome.ENDED);

        assertThat(found.hasEnded()).isTrue();
        assertThat(store.find(session.token())).isEmpty();
    }

    @Test
    default void cleaning_up_removes_whose_time_is_over_and_nobody_else() {
        SessionStore store = store();
        for (int i = 0; i < 300; i++) {
            stored(store, COLOUR, "red");
        }
        Session used = stored(store);
        advance(Duration.ofMinutes(29));
        store.save(find(store, used));
        assertThat(store.cleanUp()).isZero();
        advance(Duration.ofMinutes(11));
        stored(store);

        assertThat(store.cleanUp()).isEqualTo(300);

        assertThat(store.cleanUp()).isZero();
        assertThat(store.find(used.token())).isPresent();
        assertThat(store.endAll()).isEqualTo(2);
        assertThat(store.stats().expired()).isEqualTo(300);
    }
}
