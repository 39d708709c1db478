package dev.scalekit.session;

import static dev.scalekit.session.SessionFixture.elsewhere;
import static dev.scalekit.session.SessionFixture.find;
import static dev.scalekit.session.SessionFixture.login;
import static dev.scalekit.session.SessionFixture.stored;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What listeners hear. */
interface EventContract extends SessionFixture {

    @Test
    default void a_listener_hears_of_each_session_once() {
        HeardEvents heard = new HeardEvents();
        SessionStore store = store(options -> options.listener(heard));
        SessionStore quiet = store();
        Session session = store.create();
        assertThat(heard.events()).isEmpty();
        store.save(session);
        session.put(COLOUR, "red");
        store.save(session);
        session.login("user-42");
        session.end();
        session.end();
        Session other = login(store, "user-1");
        store.endAll("user-1");
        Session last = stored(store);
        store.endAll();
        stored(quiet).end();

        assertThat(heard.events())
                .containsExactly(
                        "created " + session.ref(),
                        "ENDED " + session.ref(),
                        "created " + other.ref(),
                        "ENDED_ALL " + other.ref(),
                        "created " + last.ref(),
                        "ENDED_ALL " + last.ref());
    }

    @Test
    default void an_event_has_what_is_known_of_the_session() {
        HeardEvents heard = new HeardEvents();
        SessionStore store = store(options -> options.listener(heard));
        Session session = store.create();
        session.idleTimeout(Duration.ofMinutes(5));
        session.device(new Device("Firefox", "192.0.2.7"));
        session.login("user-42");
        SessionInfo listed = store.sessionsOf("user-42").get(0);
        session.end();

        assertThat(heard.sessions()).containsExactly(listed, listed);
    }

    @Test
    default void a_login_that_exceeds_the_limit_tells_whom_it_ended() {
        HeardEvents heard = new HeardEvents();
        SessionStore store = store(
                options -> options.maximumPerUser(1, WhenExceeded.END_OLDEST).listener(heard));
        Session first = login(store, "user-42");
        Session second = login(store, "user-42");

        assertThat(heard.events())
                .containsExactly("created " + first.ref(), "created " + second.ref(), "EXCEEDED " + first.ref());
        assertThat(heard.sessions().get(2).user()).isEqualTo("user-42");
    }

    @Test
    default void of_each_session_that_is_over_one_server_tells_once() {
        List<SessionInfo> expired = new ArrayList<>();
        SessionStore here = store();
        SessionStore there = store();
        here.onExpired(expired::add);
        there.onExpired(expired::add);
        Session one = login(here, "user-42");
        Session two = stored(there);
        SessionInfo listed = here.sessionsOf("user-42").get(0);
        advance(Duration.ofMinutes(40));

        assertThat(here.find(one.token())).isEmpty();
        assertThat(expired).isEmpty();
        int removed = here.cleanUp() + there.cleanUp();

        assertThat(removed).isEqualTo(2);
        assertThat(expired).extracting(SessionInfo::ref).containsExactlyInAnyOrder(one.ref(), two.ref());
        SessionInfo told = expired.stream()
                .filter(info -> info.ref().equals(one.ref()))
                .findFirst()
                .orElseThrow();
        assertThat(told.user()).isEqualTo("user-42");
        assertThat(Duration.between(told.lastAccess(), told.deadline()))
                .isEqualTo(Duration.between(listed.lastAccess(), listed.deadline()));
    }

    @Test
    default void a_session_that_was_ended_does_not_expire_as_well() {
        HeardEvents heard = new HeardEvents();
        SessionStore store = store(options -> options.listener(heard));
        Session session = stored(store);
        store.end(session.ref());
        advance(Duration.ofHours(1));

        store.cleanUp();

        assertThat(heard.events()).containsExactly("created " + session.ref(), "ENDED " + session.ref());
    }

    @Test
    default void a_listener_that_throws_harms_nobody() {
        HeardEvents heard = new HeardEvents();
        SessionStore store = store(options -> options.listener(new SessionListener() {
            @Override
            public void created(SessionInfo session) {
                throw new IllegalStateException("deaf");
            }

            @Override
            public void ended(SessionInfo session, EndReason reason) {
                throw new IllegalStateException("deaf");
            }
        }));
        store.listen(heard);
        Session session = store.create();

        assertThat(store.save(session)).isEqualTo(SaveOutcome.SAVED);
        assertThat(session.end()).isTrue();

        assertThat(heard.events()).containsExactly("created " + session.ref(), "ENDED " + session.ref());
    }

    @Test
    default void a_listener_may_call_the_store() {
        SessionStore store = store();
        List<Integer> listed = new ArrayList<>();
        store.listen(new SessionListener() {
            @Override
            public void created(SessionInfo session) {
                listed.add(store.sessionsOf("user-42").size());
                store.end(session.ref());
            }
        });

        Session session = login(store, "user-42");

        assertThat(listed).containsExactly(1);
        assertThat(store.find(session.token())).isEmpty();
    }

    @Test
    @SuppressWarnings("NullAway") // The compiler of a caller may not look for null.
    default void a_registration_that_is_closed_hears_no_more_and_the_same_listener_may_have_two() {
        HeardEvents heard = new HeardEvents();
        SessionStore store = store();
        Registration first = store.listen(heard);
        Registration second = store.listen(heard);
        stored(store);
        first.close();
        first.close();
        stored(store);
        second.close();
        stored(store);

        assertThat(heard.events()).hasSize(3);
        assertThatNullPointerException().isThrownBy(() -> store.listen(null)).withMessage("listener");
        assertThatNullPointerException().isThrownBy(() -> store.onExpired(null)).withMessage("action");
    }

    @Test
    default void what_cannot_be_decoded_is_dropped_and_told_of_once_a_request_and_stays_stored() {
        List<String> reasons = new ArrayList<>();
        SessionStore store = store(options -> options.codec(new TextCodec()));
        store.listen(new SessionListener() {
            @Override
            public void attributeDropped(SessionRef session, String name, String reason) {
                reasons.add(session + " " + name + ": " + reason);
            }
        });
        SessionStore newer = store(options -> options.codec(TextCodec.newer()));
        Session session = stored(newer, COLOUR, TextCodec.UNDECODABLE);
        elsewhere(newer, session, other -> other.put(SIZE, "xl"));
        Session found = find(store, session);

        assertThat(found.get(COLOUR)).isNull();
        assertThat(found.get(COLOUR)).isNull();
        assertThat(found.get(SIZE)).isEqualTo("xl");
        assertThat(found.names()).containsExactly("colour", "size");

        assertThat(reasons).hasSize(1);
        assertThat(reasons.get(0)).startsWith(session.ref() + " colour: ").doesNotContain(TextCodec.UNDECODABLE);
        elsewhere(store, session, other -> other.put(SIZE, "s"));
        assertThat(find(store, session).names()).containsExactly("colour", "size");
        elsewhere(store, session, other -> other.put(COLOUR, "red"));
        assertThat(find(store, session).get(COLOUR)).isEqualTo("red");
        assertThat(store.stats().dropped()).isOne();
    }

    @Test
    default void nothing_is_told_of_what_was_not_done() {
        HeardEvents heard = new HeardEvents();
        SessionStore store = store(options -> options.maximumPerUser(1, WhenExceeded.REFUSE));
        login(store, "user-42");
        store.listen(heard);

        assertThatExceptionOfType(TooManySessionsException.class)
                .isThrownBy(() -> store.create().login("user-42"));
        store.create().end();
        store.endAll("nobody");
        store.cleanUp();

        assertThat(heard.events()).isEmpty();
    }
}
