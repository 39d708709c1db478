package dev.scalekit.session;

import static dev.scalekit.session.SessionFixture.elsewhere;
import static dev.scalekit.session.SessionFixture.find;
import static dev.scalekit.session.SessionFixture.stored;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

/** Attributes that are counted up. */
interface CounterContract extends SessionFixture {
    Key<Object> VISITS = Key.of("visits", Object.class);

    private static Session counting(SessionStore store, long number) {
        Session session = store.create();
        session.increment("visits", number);
        store.save(session);
        return session;
    }

    @Test
    default void a_counter_begins_at_nothing_and_adds_up_within_a_request() {
        SessionStore store = store();
        Session session = store.create();
        assertThat(session.counter("visits")).isZero();

        session.increment("visits", 5);
        session.increment("visits", -7);

        assertThat(session.counter("visits")).isEqualTo(-2);
        store.save(session);
        session.increment("visits", 1);
        assertThat(session.counter("visits")).isEqualTo(-1);
        store.save(session);
        assertThat(find(store, session).counter("visits")).isEqualTo(-1);
    }

    @Test
    default void a_key_of_any_type_gets_the_number() {
        SessionStore store = store();

        Session session = counting(store, 7);

        assertThat(session.get(VISITS)).isEqualTo(7L);
        assertThat(find(store, session).get(VISITS)).isEqualTo(7L);
        assertThat(store.stats().dropped()).isZero();
    }

    @Test
    default void counters_of_several_requests_add_up() {
        SessionStore here = store();
        SessionStore there = store();
        Session one = counting(here, 1);
        Session two = find(there, one);
        Session three = find(here, one);
        one.increment("visits", 10);
        two.increment("visits", 100);
        three.increment("visits", 1_000);

        here.save(three);
        there.save(two);
        here.save(one);

        assertThat(find(there, one).counter("visits")).isEqualTo(1_111);
        assertThat(one.counter("visits")).as("what this request saw").isEqualTo(11);
    }

    @Test
    default void an_increment_is_sent_once() {
        SessionStore store = store();
        Session session = counting(store, 1);

        session.increment("visits", 1);
        store.save(session);
        session.put(COLOUR, "red");
        store.save(session);

        assertThat(find(store, session).counter("visits")).isEqualTo(2);
    }

    @Test
    default void a_removed_counter_begins_anew() {
        SessionStore store = store();
        Session session = counting(store, 7);

        session.remove(VISITS);
        assertThat(session.counter("visits")).isZero();
        session.increment("visits", 1);
        session.increment("visits", 2);

        assertThat(session.counter("visits")).isEqualTo(3);
        store.save(session);
        assertThat(find(store, session).counter("visits")).isEqualTo(3);
        session.increment("visits", 1);
        session.remove(VISITS);
        store.save(session);
        assertThat(find(store, session).names()).isEmpty();
        elsewhere(store, session, other -> other.increment("visits", 5));
        assertThat(find(store, session).counter("visits")).isEqualTo(5);
    }

    @Test
    default void an_increment_of_what_another_request_has_removed_begins_anew() {
        SessionStore store = store();
        Session session = counting(store, 7);
        Session increments = find(store, session);
        increments.increment("visits", 1);
        elsewhere(store, session, other -> other.remove(VISITS));

        store.save(increments);

        assertThat(find(store, session).counter("visits")).isOne();
    }

    @Test
    default void a_removal_in_this_request_goes_over_what_others_have_counted() {
        SessionStore store = store();
        Session session = counting(store, 7);
        Session anew = find(store, session);
        anew.remove(VISITS);
        anew.increment("visits", 2);
        elsewhere(store, session, other -> other.increment("visits", 100));

        store.save(anew);

        assertThat(find(store, session).counter("visits")).isEqualTo(2);
        Session removes = find(store, session);
        removes.remove(VISITS);
        elsewhere(store, session, other -> other.increment("visits", 100));
        store.save(removes);
        assertThat(find(store, session).names()).isEmpty();
    }

    @Test
    default void a_counter_is_no_value_and_a_value_no_counter_and_each_can_become_the_other() {
        SessionStore old = store();
        Session session = old.create();
        session.put(COLOUR, "red");
        session.increment("visits", 7);
        old.save(session);
        SessionStore later = store();

        Session found = find(later, session);

        assertThat(found.counter("colour")).isZero();
        assertThat(found.get(Key.of("visits", String.class))).isNull();
        assertThat(later.stats().dropped()).isEqualTo(2);
        found.increment("colour", 3);
        found.increment("colour", 4);
        found.put(Key.of("visits", String.class), "many");
        later.save(found);
        assertThat(find(later, session).counter("colour")).isEqualTo(7);
        assertThat(find(later, session).get(Key.of("visits", String.class))).isEqualTo("many");
        elsewhere(later, session, other -> other.increment("colour", 1));
        assertThat(find(later, session).counter("colour")).isEqualTo(8);
    }

    @Test
    default void an_increment_over_a_value_that_another_request_put_begins_a_counter() {
        SessionStore here = store();
        SessionStore there = store();
        Session session = stored(here);
        Session increments = find(here, session);
        increments.increment("visits", 3);
        elsewhere(there, session, other -> other.put(Key.of("visits", String.class), "many"));

        here.save(increments);

        assertThat(find(here, session).counter("visits")).isEqualTo(3);
    }

    @Test
    default void a_counter_goes_to_the_end_of_a_long_and_no_further() {
        SessionStore store = store();
        Session session = counting(store, Long.MAX_VALUE);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> session.increment("visits", 1))
                .withMessage("counter \"visits\" must stay a long, and so must what one save adds to it: "
                        + Long.MAX_VALUE + " and 1 more");

        assertThat(session.counter("visits")).isEqualTo(Long.MAX_VALUE);
        session.increment("visits", Long.MIN_VALUE);
        store.save(session);
        assertThat(find(store, session).counter("visits")).isEqualTo(-1);
        session.increment("visits", Long.MIN_VALUE + 1);
        store.save(session);
        assertThat(find(store, session).counter("visits")).isEqualTo(Long.MIN_VALUE);
        assertThatIllegalArgumentException().isThrownBy(() -> session.increment("visits", -1));
    }

    @Test
    default void increments_that_are_too_much_for_one_request_are_refused_and_nothing_is_lost() {
        SessionStore store = store();
        Session session = counting(store, Long.MIN_VALUE);
        session.increment("visits", Long.MAX_VALUE);

        assertThatIllegalArgumentException().isThrownBy(() -> session.increment("visits", Long.MAX_VALUE));

        store.save(session);
        assertThat(find(store, session).counter("visits")).isEqualTo(-1);
    }

    @Test
    default void counters_that_overflow_together_fail_the_save_of_which_nothing_is_stored() {
        SessionStore store = store();
        Session session = counting(store, Long.MAX_VALUE - 1);
        Session late = find(store, session);
        late.increment("visits", 1);
        late.put(COLOUR, "red");
        elsewhere(store, session, other -> other.increment("visits", 1));

        assertThatIllegalArgumentException().isThrownBy(() -> store.save(late)).withMessageContaining("overflow");

        assertThat(find(store, session).names()).containsExactly("visits");
        assertThat(find(store, session).counter("visits")).isEqualTo(Long.MAX_VALUE);
        late.increment("visits", -1);
        assertThat(store.save(late)).isEqualTo(SaveOutcome.SAVED);
        assertThat(find(store, session).get(COLOUR)).isEqualTo("red");
    }
}
