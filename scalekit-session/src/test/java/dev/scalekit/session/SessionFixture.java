package dev.scalekit.session;

import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** What the contract needs to look at a store. */
interface SessionFixture {
    Key<String> COLOUR = Key.of("colour", String.class);
    Key<String> SIZE = Key.of("size", String.class);

    /** Returns a store over the rows of this test, which is closed with it: two stores are two servers. */
    SessionStore store(UnaryOperator<SessionStoreBuilder<?>> options);

    /** Lets time pass in the storage, for all rows. */
    void advance(Duration time);

    default SessionStore store() {
        return store(options -> options);
    }

    /** Returns a session that is stored. */
    static Session stored(SessionStore store) {
        Session session = store.create();
        store.save(session);
        return session;
    }

    /** Returns a session that is stored with a value. */
    static Session stored(SessionStore store, Key<String> key, String value) {
        Session session = store.create();
        session.put(key, value);
        store.save(session);
        return session;
    }

    /** Returns a session that a user is logged in with. */
    static Session login(SessionStore store, String user) {
        Session session = store.create();
        session.login(user);
        return session;
    }

    /** Returns a session as another request finds it. */
    static Session find(SessionStore store, Session session) {
        return store.find(session.token()).orElseThrow();
    }

    /** What another request does to the session at the same time: it has saved when this returns. */
    static void elsewhere(SessionStore store, Session session, Consumer<Session> change) {
        Session other = find(store, session);
        change.accept(other);
        store.save(other);
    }
}
