package dev.scalekit.session;

import static dev.scalekit.session.SessionFixture.find;
import static dev.scalekit.session.SessionFixture.login;
import static dev.scalekit.session.SessionFixture.stored;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Listing sessions and ending them. */
interface EndContract extends SessionFixture {

    @Test
    default void an_ended_session_is_gone_on_all_servers_for_ever() {
        SessionStore here = store();
        SessionStore there = store();
        Session session = stored(here, COLOUR, "red");
        Session inFlight = find(there, session);

        assertThat(session.end()).isTrue();

        assertThat(session.hasEnded()).isTrue();
        assertThat(there.find(session.token())).isEmpty();
        inFlight.put(COLOUR, "blue");
        assertThat(there.save(inFlight)).isEqualTo(SaveOutcome.ENDED);
        session.put(COLOUR, "blue");
        assertThat(here.save(session)).isEqualTo(SaveOutcome.ENDED);
        assertThat(here.find(session.token())).isEmpty();
        assertThat(session.end()).isFalse();
        assertThat(inFlight.end()).isFalse();
    }

    @Test
    default void ending_by_reference_says_whether_there_was_one() {
        SessionStore store = store();
        Session session = stored(store);

        assertThat(store.end(session.ref())).isTrue();

        assertThat(store.end(session.ref())).isFalse();
        assertThat(store.end(new SessionRef(new UUID(0, 0)))).isFalse();
        assertThat(store.find(session.token())).isEmpty();
        Session over = stored(store);
        advance(Duration.ofMinutes(31));
        assertThat(store.end(over.ref())).as("its time was over").isFalse();
    }

    @Test
    default void a_user_ends_one_of_their_own_and_no_other() {
        SessionStore store = store();
        SessionStore there = store();
        Session mine = login(store, "user-42");
        Session yours = login(store, "user-43");
        Session nobodys = stored(store);
        HeardEvents heard = new HeardEvents();
        store.listen(heard);

        assertThat(store.end("user-42", yours.ref())).isFalse();
        assertThat(store.end("user-42", nobodys.ref())).isFalse();
        assertThat(store.end("user-42", new SessionRef(new UUID(0, 0)))).isFalse();
        assertThat(store.end("user-42", mine.ref())).isTrue();
        assertThat(store.end("user-42", mine.ref())).isFalse();

        assertThat(there.find(mine.token())).isEmpty();
        assertThat(there.find(yours.token())).isPresent();
        assertThat(there.find(nobodys.token())).isPresent();
        assertThat(heard.events()).hasSize(1);
        assertThat(store.stats().ended()).isOne();
        Session over = login(store, "user-42");
        advance(Duration.ofMinutes(31));
        assertThat(store.end("user-42", over.ref())).as("its time was over").isFalse();
        assertThatIllegalArgumentException().isThrownBy(() -> store.end("", mine.ref()));
    }

    @Test
    default void what_is_listed_ended_and_told_has_the_fingerprint_of_its_token() {
        SessionStore store = store();
        List<String> told = new ArrayList<>();
        store.listen(new SessionListener() {
            @Override
            public void created(SessionInfo session) {
                told.add("created " + session.fingerprint());
            }

            @Override
            public void ended(SessionInfo session, EndReason reason) {
                told.add("ended " + session.fingerprint());
            }
        });
        Session session = stored(store);
        String first = session.fingerprint();
        session.login("user-42");

        assertThat(store.sessionsOf("user-42"))
                .extracting(SessionInfo::fingerprint)
                .containsExactly(session.fingerprint());
        store.endAll("user-42");

        assertThat(told).containsExactly("created " + first, "ended " + session.fingerprint());
    }

    @Test
    default void a_session_that_was_never_saved_ends_without_a_word_to_the_storage() {
        SessionStore store = store();
        Session session = store.create();

        assertThat(session.end()).isFalse();

        assertThat(session.hasEnded()).isTrue();
        assertThat(store.save(session)).isEqualTo(SaveOutcome.ENDED);
        assertThat(store.find(session.token())).isEmpty();
        assertThat(store.stats().ended()).isZero();
    }

    @Test
    default void all_sessions_of_a_user_end_and_nobody_elses() {
        SessionStore store = store();
        Session one = login(store, "user-42");
        Session two = login(store, "user-42");
        Session other = login(store, "USER-42");
        Session nobodys = stored(store);

        assertThat(store.endAll("user-42")).isEqualTo(2);

        assertThat(store.find(one.token())).isEmpty();
        assertThat(store.find(two.token())).isEmpty();
        assertThat(store.find(other.token())).isPresent();
        assertThat(store.find(nobodys.token())).isPresent();
        assertThat(store.endAll("user-42")).isZero();
        one.put(COLOUR, "red");
        assertThat(store.save(one)).isEqualTo(SaveOutcome.ENDED);
        assertThat(store.sessionsOf("user-42")).isEmpty();
    }

    @Test
    default void all_sessions_of_a_user_but_one_end() {
        SessionStore store = store();
        login(store, "user-42");
        Session mine = login(store, "user-42");
        login(store, "user-42");
        Session other = login(store, "user-1");

        assertThat(store.endAll("user-42", mine)).isEqualTo(2);

        assertThat(store.sessionsOf("user-42")).extracting(SessionInfo::ref).containsExactly(mine.ref());
        assertThat(store.endAll("user-42", mine)).isZero();
        assertThat(store.endAll("user-42", other)).as("of somebody else").isOne();
        assertThat(store.find(other.token())).isPresent();
    }

    @Test
    default void all_sessions_of_everybody_end() {
        SessionStore store = store();
        login(store, "user-1");
        login(store, "user-2");
        Session over = stored(store);
        advance(Duration.ofMinutes(31));
        Session last = stored(store);
        login(store, "user-3");

        assertThat(store.endAll()).as("those that are not over").isEqualTo(2);

        assertThat(store.find(last.token())).isEmpty();
        assertThat(store.find(over.token())).isEmpty();
        assertThat(store.endAll()).isZero();
        assertThat(store.cleanUp()).isEqualTo(3);
    }

    @Test
    default void who_is_ended_with_others_on_one_server_is_not_found_on_another_that_has_found_them() {
        SessionStore here = store();
        SessionStore there = store();
        Session one = login(here, "user-1");
        Session mine = login(there, "user-1");
        Session inFlight = find(there, one);
        Session other = login(here, "user-2");
        Session nobodys = stored(here);

        assertThat(here.endAll("user-1", mine)).isOne();

        assertThat(there.find(one.token())).isEmpty();
        inFlight.put(COLOUR, "red");
        assertThat(there.save(inFlight)).isEqualTo(SaveOutcome.ENDED);
        assertThat(find(there, mine).user()).isEqualTo("user-1");
        assertThat(find(there, other).user()).isEqualTo("user-2");
        assertThat(here.endAll("user-1")).isOne();
        assertThat(there.find(mine.token())).isEmpty();
        assertThat(find(there, other).user()).isEqualTo("user-2");
        assertThat(here.endAll()).isEqualTo(2);
        assertThat(there.find(other.token())).isEmpty();
        assertThat(there.find(nobodys.token())).isEmpty();
        assertThat(there.sessionsOf("user-2")).isEmpty();
        assertThat(there.endAll()).isZero();
    }

    @Test
    default void the_list_has_the_one_used_last_first_and_what_is_known_of_each() {
        SessionStore store = store();
        Session first = login(store, "user-42");
        advance(Duration.ofMinutes(5));
        Session second = store.create();
        second.device(new Device("Firefox", "192.0.2.7"));
        second.login("user-42");
        login(store, "user-1");

        assertThat(store.sessionsOf("user-42")).extracting(SessionInfo::ref).containsExactly(second.ref(), first.ref());

        SessionInfo info = store.sessionsOf("user-42").get(0);
        assertThat(info.user()).isEqualTo("user-42");
        assertThat(info.device()).isEqualTo(new Device("Firefox", "192.0.2.7"));
        assertThat(info.created()).isEqualTo(second.created());
        assertThat(info.lastAccess()).isEqualTo(second.lastAccess());
        assertThat(info.deadline()).isEqualTo(second.lastAccess().plus(Duration.ofMinutes(30)));
        assertThat(store.sessionsOf("user-42").get(1).device()).isEqualTo(Device.UNKNOWN);
        advance(Duration.ofMinutes(2));
        store.save(find(store, first));
        assertThat(store.sessionsOf("user-42")).extracting(SessionInfo::ref).containsExactly(first.ref(), second.ref());
        assertThat(store.sessionsOf("nobody")).isEmpty();
    }

    @Test
    default void the_list_leaves_out_whose_time_is_over() {
        SessionStore store = store();
        login(store, "user-42");
        advance(Duration.ofMinutes(31));
        Session alive = login(store, "user-42");

        assertThat(store.sessionsOf("user-42")).extracting(SessionInfo::ref).containsExactly(alive.ref());
        assertThat(store.endAll("user-42")).isOne();
    }

    @Test
    default void the_deadline_is_the_earlier_of_the_two() {
        SessionStore store =
                store(options -> options.idleTimeout(Duration.ofHours(1)).absoluteTimeout(Duration.ofHours(2)));
        Session session = login(store, "user-42");
        Instant ends = session.created().plus(Duration.ofHours(2));
        advance(Duration.ofMinutes(59));
        store.save(find(store, session));
        advance(Duration.ofMinutes(59));
        store.save(find(store, session));

        Instant deadline = store.sessionsOf("user-42").get(0).deadline();
        Instant created = store.sessionsOf("user-42").get(0).created();

        assertThat(Duration.between(created, deadline)).isEqualTo(Duration.between(session.created(), ends));
    }

    @Test
    default void the_device_is_noted_with_the_next_write_and_causes_none() {
        SessionStore store = store();
        Session session = login(store, "user-42");
        session.device(new Device("Firefox", null));

        assertThat(store.save(session)).isEqualTo(SaveOutcome.UNCHANGED);

        session.put(COLOUR, "red");
        store.save(session);
        assertThat(store.sessionsOf("user-42").get(0).device()).isEqualTo(new Device("Firefox", null));
        advance(Duration.ofMinutes(2));
        Session moved = find(store, session);
        moved.device(new Device(null, "192.0.2.8"));
        store.save(moved);
        assertThat(store.sessionsOf("user-42").get(0).device()).isEqualTo(new Device("Firefox", "192.0.2.8"));
    }

    @Test
    @SuppressWarnings("NullAway") // The compiler of a caller may not look for null.
    default void nothing_is_no_user_and_no_session() {
        SessionStore store = store();

        assertThatNullPointerException()
                .isThrownBy(() -> store.sessionsOf(null))
                .withMessage("user");
        assertThatNullPointerException().isThrownBy(() -> store.endAll(null)).withMessage("user");
        assertThatNullPointerException().isThrownBy(() -> store.end(null)).withMessage("session");
        assertThatNullPointerException()
                .isThrownBy(() -> store.endAll("user-42", null))
                .withMessage("except");
    }
}
