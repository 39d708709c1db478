package dev.scalekit.session;

import static dev.scalekit.session.SessionFixture.elsewhere;
import static dev.scalekit.session.SessionFixture.find;
import static dev.scalekit.session.SessionFixture.stored;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;

/** Keys that refuse to be changed by two requests at once. */
interface ConflictContract extends SessionFixture {
    Key<String> TOTAL = Key.of("total", String.class).failOnConflict();
    Key<String> LIST = Key.of("list", String.class).merge((stored, mine) -> stored + "," + mine);

    private static void assertConflict(SessionStore store, Session session) {
        assertThatExceptionOfType(AttributeConflictException.class)
                .isThrownBy(() -> store.save(session))
                .withMessage("Attribute \"total\" of session " + session.ref()
                        + " was not saved: another request has changed it since this one found the session");
    }

    @Test
    default void the_second_of_two_changes_is_refused_with_all_that_was_to_be_saved_with_it() {
        SessionStore here = store();
        SessionStore there = store();
        Session session = stored(here, TOTAL, "0");
        Session late = find(there, session);
        late.put(TOTAL, "2");
        late.put(COLOUR, "red");
        late.increment("visits", 1);
        elsewhere(here, session, other -> other.put(TOTAL, "1"));

        assertConflict(there, late);

        assertThat(find(here, session).get(TOTAL)).isEqualTo("1");
        assertThat(find(here, session).names()).containsExactly("total");
        assertThat(there.stats().conflicts()).isOne();
        assertThat(late.get(TOTAL)).as("pending").isEqualTo("2");
        assertConflict(there, late);
    }

    @Test
    default void a_change_meets_a_removal_and_a_removal_a_change() {
        SessionStore store = store();
        Session session = stored(store, TOTAL, "0");
        Session puts = find(store, session);
        puts.put(TOTAL, "2");
        Session removes = find(store, session);
        removes.remove(TOTAL);
        elsewhere(store, session, other -> other.remove(TOTAL));

        assertConflict(store, puts);
        assertConflict(store, removes);

        elsewhere(store, session, other -> other.put(TOTAL, "1"));
        assertConflict(store, removes);
        assertThat(find(store, session).get(TOTAL)).isEqualTo("1");
    }

    @Test
    default void two_requests_that_both_put_the_first_value_meet() {
        SessionStore store = store();
        Session session = stored(store);
        Session late = find(store, session);
        late.put(TOTAL, "2");
        elsewhere(store, session, other -> other.put(TOTAL, "1"));

        assertConflict(store, late);
    }

    @Test
    default void who_changes_other_attributes_or_none_is_not_met() {
        SessionStore store = store();
        Session session = stored(store, TOTAL, "0");
        Session late = find(store, session);
        elsewhere(store, session, other -> other.put(COLOUR, "red"));
        elsewhere(store, session, other -> other.increment("visits", 1));
        elsewhere(store, session, other -> {});
        late.put(TOTAL, "1");

        assertThat(store.save(late)).isEqualTo(SaveOutcome.SAVED);

        assertThat(find(store, session).get(TOTAL)).isEqualTo("1");
        assertThat(store.stats().retried()).isOne();
        assertThat(store.stats().conflicts()).isZero();
    }

    @Test
    default void a_request_meets_itself_never() {
        SessionStore store = store();
        Session session = store.create();
        session.put(TOTAL, "0");
        session.put(TOTAL, "1");
        store.save(session);
        session.put(TOTAL, "2");
        assertThat(store.save(session)).isEqualTo(SaveOutcome.SAVED);
        elsewhere(store, session, other -> other.put(COLOUR, "red"));
        session.put(TOTAL, "3");
        assertThat(store.save(session)).isEqualTo(SaveOutcome.SAVED);
        session.remove(TOTAL);
        assertThat(store.save(session)).isEqualTo(SaveOutcome.SAVED);
        session.put(TOTAL, "4");
        session.login("user-42");

        assertThat(find(store, session).get(TOTAL)).isEqualTo("4");
    }

    @Test
    default void what_the_request_has_not_seen_it_does_not_build_upon_also_after_a_save() {
        SessionStore store = store();
        Session session = stored(store, TOTAL, "0");
        Session plain = find(store, session);
        Session merging = find(store, session);
        elsewhere(store, session, other -> other.put(TOTAL, "1"));
        plain.put(COLOUR, "red");
        store.save(plain);
        merging.put(LIST, "a");
        store.save(merging);

        plain.put(TOTAL, "2");
        merging.put(TOTAL, "3");

        assertConflict(store, plain);
        assertConflict(store, merging);
    }

    @Test
    default void a_refused_login_or_renewal_leaves_the_token_and_nobody_logged_in() {
        SessionStore store = store();
        Session session = stored(store, TOTAL, "0");
        Session late = find(store, session);
        late.put(TOTAL, "2");
        elsewhere(store, session, other -> other.put(TOTAL, "1"));

        assertThatExceptionOfType(AttributeConflictException.class).isThrownBy(() -> late.login("user-42"));
        assertThatExceptionOfType(AttributeConflictException.class).isThrownBy(late::renew);

        assertThat(late.token()).isEqualTo(session.token());
        assertThat(late.user()).isNull();
        assertThat(find(store, session).user()).isNull();
        assertThat(store.sessionsOf("user-42")).isEmpty();
    }

    @Test
    default void a_request_that_decides_anew_is_stored() {
        SessionStore store = store();
        Session session = stored(store, TOTAL, "0");
        Session late = find(store, session);
        late.put(TOTAL, "2");
        elsewhere(store, session, other -> other.put(TOTAL, "1"));
        assertConflict(store, late);

        elsewhere(store, session, again -> again.put(TOTAL, again.get(TOTAL) + "+2"));

        assertThat(find(store, session).get(TOTAL)).isEqualTo("1+2");
    }

    @Test
    default void an_attribute_that_came_and_went_in_between_was_changed() {
        SessionStore store = store();
        Session session = stored(store);
        Session late = find(store, session);
        late.put(TOTAL, "late");
        elsewhere(store, session, other -> other.put(TOTAL, "1"));
        elsewhere(store, session, other -> other.remove(TOTAL));

        assertThatExceptionOfType(AttributeConflictException.class).isThrownBy(() -> store.save(late));

        assertThat(find(store, session).get(TOTAL)).isNull();
    }

    @Test
    default void what_a_request_has_removed_itself_is_no_conflict() {
        SessionStore store = store();
        Session session = stored(store, TOTAL, "1");
        Session one = find(store, session);
        one.remove(TOTAL);
        store.save(one);
        elsewhere(store, session, other -> other.put(COLOUR, "red"));
        one.put(TOTAL, "2");

        assertThat(store.save(one)).isEqualTo(SaveOutcome.SAVED);

        assertThat(find(store, session).get(TOTAL)).isEqualTo("2");
    }

    @Test
    default void an_attribute_that_came_and_went_was_changed_also_for_a_request_that_has_removed_another_since() {
        SessionStore store = store();
        Session session = stored(store, COLOUR, "red");
        Session late = find(store, session);
        elsewhere(store, session, other -> other.put(TOTAL, "1"));
        elsewhere(store, session, other -> other.remove(TOTAL));
        late.remove(COLOUR);
        store.save(late);
        late.put(TOTAL, "late");

        assertConflict(store, late);
    }
}
