package dev.scalekit.session;

import static dev.scalekit.session.SessionFixture.elsewhere;
import static dev.scalekit.session.SessionFixture.find;
import static dev.scalekit.session.SessionFixture.stored;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Keys whose values are put together. */
interface MergeContract extends SessionFixture {
    Key<String> TAGS = Key.of("tags", String.class).merge((stored, mine) -> stored + "," + mine);

    @Test
    default void values_of_two_requests_are_put_together() {
        SessionStore here = store();
        SessionStore there = store();
        Session session = stored(here);
        Session late = find(there, session);
        late.put(TAGS, "b");
        late.increment("visits", 1);
        elsewhere(here, session, other -> other.put(TAGS, "a"));

        assertThat(there.save(late)).isEqualTo(SaveOutcome.SAVED);

        assertThat(late.get(TAGS)).isEqualTo("a,b");
        assertThat(find(here, session).get(TAGS)).isEqualTo("a,b");
        assertThat(find(here, session).counter("visits")).isOne();
        assertThat(there.stats().retried()).isOne();
    }

    @Test
    default void nothing_is_put_together_if_nobody_else_changed_the_attribute() {
        SessionStore store = store();
        List<String> calls = new ArrayList<>();
        Key<String> tags = Key.of("tags", String.class).merge((stored, mine) -> {
            calls.add(stored + " " + mine);
            return mine;
        });
        Session session = stored(store, tags, "a");
        Session late = find(store, session);
        elsewhere(store, session, other -> other.put(COLOUR, "red"));
        late.put(tags, "b");
        store.save(late);
        late.put(tags, "c");
        late.put(tags, "d");

        store.save(late);

        assertThat(calls).isEmpty();
        assertThat(find(store, session).get(tags)).isEqualTo("d");
    }

    @Test
    default void a_request_that_saves_twice_merges_with_what_came_in_between() {
        SessionStore store = store();
        Session session = stored(store);
        Session mine = find(store, session);
        mine.put(TAGS, "a");
        store.save(mine);
        elsewhere(store, session, other -> other.put(TAGS, "a,b"));
        mine.put(TAGS, "c");
        mine.put(TAGS, "d");

        store.save(mine);

        assertThat(find(store, session).get(TAGS)).isEqualTo("a,b,d");
        elsewhere(store, session, other -> other.put(TAGS, "e"));
        mine.put(TAGS, "f");
        store.save(mine);
        assertThat(find(store, session).get(TAGS)).isEqualTo("e,f");
    }

    @Test
    default void where_one_of_the_two_removed_the_attribute_this_request_wins() {
        SessionStore store = store();
        Session session = stored(store, TAGS, "a");
        Session puts = find(store, session);
        puts.put(TAGS, "b");
        elsewhere(store, session, other -> other.remove(TAGS));
        store.save(puts);
        assertThat(find(store, session).get(TAGS)).isEqualTo("b");
        Session removes = find(store, session);
        removes.remove(TAGS);
        elsewhere(store, session, other -> other.put(TAGS, "c"));

        store.save(removes);

        assertThat(find(store, session).names()).isEmpty();
    }

    @Test
    default void what_was_removed_and_put_by_another_is_merged_with() {
        SessionStore store = store();
        Session session = stored(store, TAGS, "a");
        Session late = find(store, session);
        late.put(TAGS, "b");
        elsewhere(store, session, other -> other.remove(TAGS));
        elsewhere(store, session, other -> other.put(TAGS, "new"));

        store.save(late);

        assertThat(find(store, session).get(TAGS)).isEqualTo("new,b");
    }

    @Test
    default void what_cannot_be_decoded_is_not_merged_with_and_listeners_are_told() {
        HeardEvents heard = new HeardEvents();
        SessionStore store = store(options -> options.codec(new TextCodec()).listener(heard));
        SessionStore newer = store(options -> options.codec(TextCodec.newer()));
        Session session = stored(store);
        Session late = find(store, session);
        late.put(TAGS, "b");
        elsewhere(store, session, other -> other.put(COLOUR, "red"));
        elsewhere(newer, session, other -> other.put(TAGS, TextCodec.UNDECODABLE));

        assertThat(store.save(late)).isEqualTo(SaveOutcome.SAVED);

        assertThat(find(store, session).get(TAGS)).isEqualTo("b");
        assertThat(heard.events()).contains("dropped tags");
        assertThat(store.stats().dropped()).isOne();
    }

    @Test
    default void a_counter_that_another_request_has_made_of_it_is_gone() {
        SessionStore here = store();
        SessionStore there = store();
        Session session = stored(here);
        Session late = find(here, session);
        late.put(TAGS, "b");
        elsewhere(there, session, other -> other.increment("tags", 5));

        here.save(late);

        assertThat(find(here, session).get(TAGS)).isEqualTo("b");
    }

    @Test
    default void what_a_merge_throws_comes_out_of_the_save_and_nothing_is_stored() {
        SessionStore store = store();
        List<String> calls = new ArrayList<>();
        Key<String> tags = Key.of("tags", String.class).merge((stored, mine) -> {
            calls.add(stored);
            if (calls.size() == 1) {
                throw new IllegalStateException("not today");
            }
            return stored + "," + mine;
        });
        Session session = stored(store);
        Session late = find(store, session);
        late.put(tags, "b");
        late.put(COLOUR, "red");
        late.increment("visits", 1);
        elsewhere(store, session, other -> other.put(tags, "a"));

        assertThatIllegalStateException().isThrownBy(() -> store.save(late)).withMessage("not today");

        assertThat(find(store, session).names()).containsExactly("tags");
        assertThat(late.names()).as("pending").containsExactly("colour", "tags", "visits");
        assertThat(store.save(late)).isEqualTo(SaveOutcome.SAVED);
        assertThat(find(store, session).get(tags)).isEqualTo("a,b");
        assertThat(find(store, session).counter("visits")).isOne();
    }

    @Test
    default void a_merge_that_returns_nothing_or_too_much_fails_the_save() {
        SessionStore store = store(options ->
                options.codec(new TextCodec()).maximumAttributeBytes(10).maximumSessionBytes(100));
        Key<String> nothing = Key.of("nothing", String.class).merge((stored, mine) -> null);
        Session session = stored(store);
        Session one = find(store, session);
        one.put(nothing, "b");
        Session two = find(store, session);
        two.put(TAGS, "1234567890");
        elsewhere(store, session, other -> other.put(nothing, "a"));
        elsewhere(store, session, other -> other.put(TAGS, "a"));

        assertThatNullPointerException().isThrownBy(() -> store.save(one)).withMessageContaining("\"nothing\"");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> store.save(two))
                .withMessage(
                        "attribute \"tags\" must have at most 10 bytes as it is encoded (maximumAttributeBytes): 12");

        assertThat(find(store, session).get(TAGS)).isEqualTo("a");
        assertThat(find(store, session).get(nothing)).isEqualTo("a");
    }

    @Test
    default void a_login_and_a_renewal_merge_too() {
        SessionStore store = store(options -> options.maximumPerUser(1, WhenExceeded.END_OLDEST));
        Session session = stored(store);
        Session late = find(store, session);
        late.put(TAGS, "b");
        elsewhere(store, session, other -> other.put(TAGS, "a"));

        late.login("user-42");

        assertThat(find(store, late).get(TAGS)).isEqualTo("a,b");
        elsewhere(store, late, other -> other.put(TAGS, "x"));
        late.put(TAGS, "y");
        late.renew();
        assertThat(find(store, late).get(TAGS)).isEqualTo("x,y");
    }

    @Test
    default void a_merging_save_of_a_session_that_has_ended_says_so() {
        SessionStore store = store();
        Session session = stored(store);
        Session late = find(store, session);
        late.put(TAGS, "b");
        store.end(session.ref());

        assertThat(store.save(late)).isEqualTo(SaveOutcome.ENDED);

        assertThat(store.find(session.token())).isEmpty();
    }
}
