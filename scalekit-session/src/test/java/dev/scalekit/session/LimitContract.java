package dev.scalekit.session;

import static dev.scalekit.session.SessionFixture.find;
import static dev.scalekit.session.SessionFixture.login;
import static dev.scalekit.session.SessionFixture.stored;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** At most so many sessions of a user. */
interface LimitContract extends SessionFixture {

    private SessionStore atMost(int sessions, WhenExceeded then) {
        return store(options -> options.maximumPerUser(sessions, then));
    }

    @Test
    default void the_session_not_used_for_the_longest_time_ends() {
        SessionStore store = atMost(2, WhenExceeded.END_OLDEST);
        Session first = login(store, "user-42");
        advance(Duration.ofMinutes(2));
        Session second = login(store, "user-42");
        advance(Duration.ofMinutes(2));
        store.save(find(store, first));
        Session third = login(store, "user-42");

        assertThat(store.find(second.token())).isEmpty();
        assertThat(store.sessionsOf("user-42"))
                .extracting(SessionInfo::ref)
                .containsExactlyInAnyOrder(first.ref(), third.ref());
        second.put(COLOUR, "red");
        assertThat(store.save(second)).isEqualTo(SaveOutcome.ENDED);
        assertThat(login(store, "user-1").user()).isEqualTo("user-1");
        assertThat(store.sessionsOf("user-42")).hasSize(2);
    }

    @Test
    default void a_limit_that_became_lower_ends_several() {
        SessionStore many = store();
        for (int i = 0; i < 5; i++) {
            login(many, "user-42");
            advance(Duration.ofSeconds(1));
        }

        Session last = login(atMost(1, WhenExceeded.END_OLDEST), "user-42");

        assertThat(many.sessionsOf("user-42")).extracting(SessionInfo::ref).containsExactly(last.ref());
    }

    @Test
    default void a_login_that_is_refused_changes_nothing() {
        SessionStore store = atMost(1, WhenExceeded.REFUSE);
        Session there = login(store, "user-42");
        Session more = stored(store, COLOUR, "red");
        String token = more.token();
        more.put(COLOUR, "blue");

        assertThatExceptionOfType(TooManySessionsException.class)
                .isThrownBy(() -> more.login("user-42"))
                .withMessage("The user has the most sessions allowed: 1");

        assertThat(more.token()).isEqualTo(token);
        assertThat(more.user()).isNull();
        assertThat(find(store, more).user()).isNull();
        assertThat(find(store, more).get(COLOUR)).isEqualTo("red");
        Session fresh = store.create();
        assertThatExceptionOfType(TooManySessionsException.class).isThrownBy(() -> fresh.login("user-42"));
        assertThat(store.find(fresh.token())).isEmpty();
        there.end();
        more.login("user-42");
        assertThat(find(store, more).get(COLOUR)).isEqualTo("blue");
    }

    @Test
    default void a_session_of_the_user_that_logs_in_again_is_not_counted_twice() {
        SessionStore store = atMost(1, WhenExceeded.REFUSE);
        Session session = login(store, "user-42");

        session.login("user-42");
        session.renew();

        assertThat(store.sessionsOf("user-42")).hasSize(1);
    }

    @Test
    default void sessions_whose_time_is_over_do_not_count() {
        SessionStore store = atMost(1, WhenExceeded.REFUSE);
        login(store, "user-42");
        advance(Duration.ofMinutes(31));

        Session session = login(store, "user-42");

        assertThat(store.sessionsOf("user-42")).extracting(SessionInfo::ref).containsExactly(session.ref());
    }

    @Test
    default void a_login_that_finds_its_session_gone_ends_nobody_elses() {
        SessionStore store = atMost(1, WhenExceeded.END_OLDEST);
        Session there = login(store, "user-42");
        Session gone = stored(store);
        store.end(gone.ref());

        assertThatExceptionOfType(SessionEndedException.class).isThrownBy(() -> gone.login("user-42"));

        assertThat(find(store, there).user()).isEqualTo("user-42");
    }
}
