package dev.scalekit.session;

import static dev.scalekit.session.SessionFixture.elsewhere;
import static dev.scalekit.session.SessionFixture.find;
import static dev.scalekit.session.SessionFixture.stored;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Changing attributes and storing the changes. */
interface SaveContract extends SessionFixture {

    @Test
    default void changes_are_pending_until_they_are_saved() {
        SessionStore store = store();
        Session session = stored(store, COLOUR, "red");

        session.put(COLOUR, "blue");
        session.put(SIZE, "xl");

        assertThat(session.get(COLOUR)).isEqualTo("blue");
        assertThat(session.names()).containsExactly("colour", "size");
        assertThat(find(store, session).get(COLOUR)).isEqualTo("red");
        assertThat(find(store, session).names()).containsExactly("colour");
        assertThat(store.save(session)).isEqualTo(SaveOutcome.SAVED);
        assertThat(find(store, session).get(COLOUR)).isEqualTo("blue");
    }

    @Test
    default void a_save_without_changes_stores_nothing() {
        SessionStore store = store();
        Session session = stored(store, COLOUR, "red");

        assertThat(store.save(session)).isEqualTo(SaveOutcome.UNCHANGED);
        assertThat(store.save(find(store, session))).isEqualTo(SaveOutcome.UNCHANGED);
    }

    @Test
    default void a_session_knows_whether_there_is_something_to_store() {
        SessionStore store = store();
        Session session = store.create();
        assertThat(session.isChanged()).as("new").isTrue();
        store.save(session);
        assertThat(session.isChanged()).as("saved").isFalse();
        assertThat(find(store, session).isChanged()).as("found").isFalse();

        session.put(COLOUR, "red");
        assertThat(session.isChanged()).as("put").isTrue();
        store.save(session);
        session.idleTimeout(Duration.ofMinutes(7));
        assertThat(session.isChanged()).as("another time-out").isTrue();
        session.end();

        assertThat(session.isChanged()).as("ended").isFalse();
    }

    @Test
    default void a_value_is_copied_when_it_is_put() {
        SessionStore store = store(options -> options.codec(new TextCodec()));
        Key<Object> key = Key.of("text", Object.class);
        Session session = store.create();
        StringBuilder value = new StringBuilder("as it was put");
        session.put(key, value);

        value.append(", and changed later");

        assertThat(session.get(key)).isEqualTo("as it was put");
        store.save(session);
        assertThat(session.get(key)).isEqualTo("as it was put");
        assertThat(find(store, session).get(key)).isEqualTo("as it was put");
    }

    @Test
    default void the_names_are_a_copy() {
        Session session = store().create();
        session.put(COLOUR, "red");

        session.names().clear();

        assertThat(session.names()).containsExactly("colour");
    }

    @Test
    default void a_removed_attribute_is_gone_and_can_come_back() {
        SessionStore store = store();
        Session session = stored(store, COLOUR, "red");
        session.remove(COLOUR);
        assertThat(session.get(COLOUR)).isNull();
        assertThat(session.names()).isEmpty();
        store.save(session);
        assertThat(find(store, session).names()).isEmpty();

        session.put(COLOUR, "blue");
        store.save(session);

        assertThat(find(store, session).get(COLOUR)).isEqualTo("blue");
        elsewhere(store, session, other -> other.remove(COLOUR));
        assertThat(find(store, session).get(COLOUR)).isNull();
        elsewhere(store, session, other -> other.put(SIZE, "xl"));
        assertThat(find(store, session).names()).containsExactly("size");
    }

    @Test
    default void removing_what_is_not_there_is_no_change() {
        SessionStore store = store();
        Session session = stored(store);

        session.remove(COLOUR);

        assertThat(store.save(session)).isEqualTo(SaveOutcome.UNCHANGED);
    }

    @Test
    default void what_is_put_and_removed_in_one_request_is_not_stored() {
        SessionStore store = store();
        Session session = store.create();
        session.put(COLOUR, "red");
        session.put(SIZE, "s");
        session.put(SIZE, "xl");
        session.remove(COLOUR);

        store.save(session);

        assertThat(find(store, session).names()).containsExactly("size");
        assertThat(find(store, session).get(SIZE)).isEqualTo("xl");
    }

    @Test
    default void of_different_attributes_of_two_requests_both_stay_and_of_one_the_last() {
        SessionStore here = store();
        SessionStore there = store();
        Session one = stored(here);
        Session two = find(there, one);
        one.put(COLOUR, "red");
        one.put(SIZE, "s");
        two.put(SIZE, "xl");

        here.save(one);
        there.save(two);

        Session found = find(here, one);
        assertThat(found.get(COLOUR)).isEqualTo("red");
        assertThat(found.get(SIZE)).isEqualTo("xl");
        assertThat(one.get(SIZE)).as("what this request saw").isEqualTo("s");
    }

    @Test
    default void the_last_save_wins_over_a_removal_and_the_last_removal_over_a_save() {
        SessionStore store = store();
        Session session = stored(store, COLOUR, "red");
        Session puts = find(store, session);
        puts.put(COLOUR, "blue");
        elsewhere(store, session, other -> other.remove(COLOUR));

        store.save(puts);

        assertThat(find(store, session).get(COLOUR)).isEqualTo("blue");
        Session removes = find(store, session);
        removes.remove(COLOUR);
        elsewhere(store, session, other -> other.put(COLOUR, "green"));
        store.save(removes);
        assertThat(find(store, session).names()).isEmpty();
    }

    @Test
    default void a_save_does_not_write_what_the_request_has_only_read() {
        SessionStore store = store();
        Session session = stored(store, COLOUR, "red");
        Session reads = find(store, session);
        assertThat(reads.get(COLOUR)).isEqualTo("red");
        elsewhere(store, session, other -> other.put(COLOUR, "blue"));

        reads.put(SIZE, "xl");
        store.save(reads);

        assertThat(find(store, session).get(COLOUR)).isEqualTo("blue");
    }

    @Test
    default void a_session_can_be_saved_again_and_again() {
        SessionStore store = store();
        Session session = store.create();

        for (int i = 0; i < 10; i++) {
            session.put(COLOUR, "colour " + i);
            assertThat(store.save(session)).isEqualTo(SaveOutcome.SAVED);
        }

        assertThat(find(store, session).get(COLOUR)).isEqualTo("colour 9");
    }

    @Test
    default void a_save_of_a_session_that_was_ended_or_is_over_stores_nothing_and_says_so() {
        SessionStore store = store();
        Session session = stored(store, COLOUR, "red");
        Session ended = find(store, session);
        Session sleepy = find(store, session);
        store.end(session.ref());
        ended.put(COLOUR, "blue");
        assertThat(ended.hasEnded()).isFalse();

        assertThat(store.save(ended)).isEqualTo(SaveOutcome.ENDED);

        assertThat(ended.hasEnded()).isTrue();
        assertThat(store.save(ended)).isEqualTo(SaveOutcome.ENDED);
        assertThat(store.find(session.token())).isEmpty();
        assertThat(store.save(sleepy)).as("nothing to store, so nobody asked").isEqualTo(SaveOutcome.UNCHANGED);
        Session over = stored(store);
        advance(Duration.ofMinutes(31));
        over.put(COLOUR, "blue");
        assertThat(store.save(over)).isEqualTo(SaveOutcome.ENDED);
        assertThat(store.find(over.token())).isEmpty();
    }

    @Test
    @SuppressWarnings("NullAway") // The compiler of a caller may not look for null.
    default void a_session_of_another_store_is_refused() {
        SessionStore here = store();
        Session there = store().create();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> here.save(there))
                .withMessage("session must be one of this store: " + there.ref());
        assertThatNullPointerException().isThrownBy(() -> here.save(null)).withMessage("session");
    }

    @Test
    default void a_hundred_attributes_and_an_empty_value_come_back() {
        SessionStore store = store(options -> options.codec(new TextCodec()));
        Session session = store.create();
        for (int i = 0; i < 100; i++) {
            session.put(Key.of("attribute " + i, String.class), "x".repeat(i));
        }
        store.save(session);

        Session found = find(store, session);

        assertThat(found.names()).hasSize(100);
        assertThat(found.get(Key.of("attribute 0", String.class))).isEmpty();
        assertThat(found.get(Key.of("attribute 99", String.class))).hasSize(99);
    }
}
