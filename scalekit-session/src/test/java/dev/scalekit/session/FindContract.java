package dev.scalekit.session;

import static dev.scalekit.session.SessionFixture.find;
import static dev.scalekit.session.SessionFixture.stored;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Creating sessions and finding them by their token. */
interface FindContract extends SessionFixture {

    @Test
    default void a_new_session_is_found_by_nobody_before_it_is_saved() {
        SessionStore store = store();
        Session session = store.create();
        session.put(COLOUR, "red");

        assertThat(store.find(session.token())).isEmpty();
        assertThat(session.isNew()).isTrue();
        assertThat(session.user()).isNull();
        assertThat(session.hasEnded()).isFalse();
        assertThat(session.lastAccess()).isEqualTo(session.created());
        assertThat(session.idleTimeout()).isEqualTo(Duration.ofMinutes(30));
        assertThat(session.get(COLOUR)).isEqualTo("red");
        store.save(session);
        assertThat(store.find(session.token())).isPresent();
    }

    @Test
    default void what_one_server_saves_another_one_finds() {
        SessionStore here = store();
        Session session = here.create();
        session.put(COLOUR, "red");
        session.increment("visits", 7);
        here.save(session);

        Session found = find(store(), session);

        assertThat(found.ref()).isEqualTo(session.ref());
        assertThat(found.token()).isEqualTo(session.token());
        assertThat(found.fingerprint()).isEqualTo(session.fingerprint());
        assertThat(found.get(COLOUR)).isEqualTo("red");
        assertThat(found.counter("visits")).isEqualTo(7);
        assertThat(found.names()).containsExactly("colour", "visits");
        assertThat(found.isNew()).isFalse();
        assertThat(found.hasEnded()).isFalse();
        assertThat(found.created()).isEqualTo(session.created());
        assertThat(found.lastAccess()).isEqualTo(session.lastAccess());
        assertThat(found.idleTimeout()).isEqualTo(session.idleTimeout());
    }

    @Test
    default void the_request_that_created_a_session_has_a_new_one_until_its_end() {
        SessionStore store = store();
        Session session = stored(store);

        session.login("user-42");

        assertThat(session.isNew()).isTrue();
        assertThat(find(store, session).isNew()).isFalse();
    }

    @Test
    default void a_token_of_the_right_form_that_nobody_was_given_finds_nothing() {
        SessionStore store = store();
        stored(store);

        assertThat(store.find("A".repeat(43))).isEmpty();

        assertThat(store.stats().notFound()).isOne();
    }

    @Test
    @SuppressWarnings("NullAway") // The compiler of a caller may not look for null.
    default void what_cannot_be_a_token_finds_nothing() {
        SessionStore store = store();
        String token = stored(store).token();

        assertThat(store.find("")).isEmpty();
        assertThat(store.find(token + " ")).isEmpty();
        assertThat(store.find(token.substring(1))).isEmpty();
        assertThat(store.find("x".repeat(1 << 20))).isEmpty();

        assertThat(store.stats().malformed()).isEqualTo(4);
        assertThatNullPointerException().isThrownBy(() -> store.find(null)).withMessage("token");
    }

    @Test
    default void neither_the_reference_nor_the_fingerprint_lets_anybody_in() {
        SessionStore store = store();
        Session session = stored(store);

        assertThat(store.find(session.ref().toString())).isEmpty();
        assertThat(store.find(session.fingerprint())).isEmpty();
        assertThat(Session.fingerprint(session.token())).isEqualTo(session.fingerprint());
        assertThat(session.fingerprint()).matches("[0-9a-f]{32}");
        assertThat(SessionRef.parse(session.ref().toString())).isEqualTo(session.ref());
    }

    @Test
    default void each_session_has_an_own_token_and_reference() {
        SessionStore store = store();

        Session one = store.create();
        Session two = store.create();

        assertThat(one.token()).isNotEqualTo(two.token()).hasSize(43);
        assertThat(one.ref()).isNotEqualTo(two.ref());
    }

    @Test
    default void times_come_from_the_storage_as_soon_as_the_session_is_there() {
        SessionStore store = store();
        Session session = store.create();
        store.save(session);
        Instant created = session.created();

        advance(Duration.ofMinutes(10));
        Session found = find(store, session);
        store.save(found);

        assertThat(Duration.between(found.created(), found.lastAccess()))
                .isBetween(Duration.ofMinutes(10), Duration.ofMinutes(11));
        assertThat(created).isEqualTo(session.created());
    }
}
