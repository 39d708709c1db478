package dev.scalekit.session;

import static dev.scalekit.session.SessionFixture.find;
import static dev.scalekit.session.SessionFixture.login;
import static dev.scalekit.session.SessionFixture.stored;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** A closed store, and what things say of themselves. */
interface CloseContract extends SessionFixture {

    @Test
    default void a_closed_store_does_nothing_more_and_its_sessions_stay() {
        SessionStore store = store(options -> options.name("shop"));
        Session session = stored(store, COLOUR, "red");
        session.put(COLOUR, "blue");

        store.close();
        store.close();

        List<ThrowingCallable> calls = List.of(
                store::create,
                () -> store.find(session.token()),
                () -> store.find("malformed"),
                () -> store.save(session),
                () -> store.sessionsOf("user-42"),
                () -> store.end(session.ref()),
                () -> store.endAll("user-42"),
                () -> store.endAll("user-42", session),
                store::endAll,
                store::cleanUp,
                () -> session.login("user-42"),
                session::renew,
                session::end);
        for (ThrowingCallable call : calls) {
            assertThatIllegalStateException().isThrownBy(call).withMessage("session store shop is closed");
        }
        assertThat(store.stats().created()).isOne();
        assertThat(session.get(COLOUR)).isEqualTo("blue");
        assertThat(find(store(), session).get(COLOUR)).isEqualTo("red");
    }

    @Test
    default void nothing_says_a_token_or_a_value_or_a_user() {
        SessionStore store = store(options -> options.name("shop"));
        Session session = login(store, "s3cret user");
        session.put(COLOUR, "s3cret value");
        session.increment("visits", 4_711);
        store.save(session);

        String said = String.join(
                "\n", session.toString(), store.toString(), session.ref().toString(), COLOUR.toString());

        assertThat(said).doesNotContain("s3cret", "4711", session.token());
        assertThat(session).hasToString("session " + session.ref() + ", logged in, 2 attributes, STORED");
        assertThat(store).hasToString("session store shop");
        assertThat(COLOUR).hasToString("colour: String");
        session.end();
        assertThat(session.toString()).endsWith("ENDED");
        assertThat(store.create().toString()).endsWith(", 0 attributes, NEW");
    }
}
