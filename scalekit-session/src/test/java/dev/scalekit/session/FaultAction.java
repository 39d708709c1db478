package dev.scalekit.session;

import static dev.scalekit.session.FaultScene.TAGS;
import static dev.scalekit.session.FaultScene.USER;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.function.BiFunction;
import javax.sql.DataSource;

/**
 * Something that a request does while the database may fail. Immutable.
 *
 * @param repeats whether doing it again leaves what doing it once does
 * @param maximumPerUser of the store that does it
 * @param prepare finds what it needs, and returns what is done
 */
record FaultAction(
        String name,
        boolean repeats,
        boolean mayBeLeftOut,
        int maximumPerUser,
        BiFunction<JdbcSessionStore, FaultScene, Runnable> prepare) {

    private static FaultAction of(String name, BiFunction<JdbcSessionStore, FaultScene, Runnable> prepare) {
        return new FaultAction(name, true, false, Integer.MAX_VALUE, prepare);
    }

    /** Returns a store to do it with. */
    JdbcSessionStore store(DataSource dataSource, Duration timeout, SessionListener... listeners) {
        JdbcSessionStoreBuilder builder = JdbcSessionStore.builder(dataSource)
                .cleanupByCaller()
                .maximumPerUser(maximumPerUser, WhenExceeded.END_OLDEST);
        List.of(listeners).forEach(builder::listener);
        Tables tables = Tables.of(null, Tables.DEFAULT);
        return new JdbcSessionStore(
                builder.options(InstantSource.system()), new JdbcStorage(dataSource, tables, timeout));
    }

    private static Session find(JdbcSessionStore store, FaultScene scene) {
        return store.find(scene.session("session").token()).orElseThrow();
    }

    /** Of a user who may have two sessions, and has them. */
    static List<FaultAction> all() {
        return List.of(
                of("find", (store, scene) -> () -> find(store, scene)),
                of("list", (store, scene) -> () -> store.sessionsOf(USER)),
                of("create", (store, scene) -> {
                    Session session = store.create();
                    session.put(SessionFixture.COLOUR, "green");
                    session.put(SessionFixture.SIZE, "s");
                    return () -> store.save(session);
                }),
                new FaultAction("change", false, false, Integer.MAX_VALUE, (store, scene) -> {
                    Session session = find(store, scene);
                    session.put(SessionFixture.COLOUR, "blue");
                    session.put(TAGS, "b");
                    session.remove(SessionFixture.SIZE);
                    session.increment("visits", 1);
                    return () -> store.save(session);
                }),
                new FaultAction("merge", false, false, Integer.MAX_VALUE, (store, scene) -> {
                    Session session = find(store, scene);
                    session.put(TAGS, "b");
                    session.put(SessionFixture.COLOUR, "blue");
                    SessionFixture.elsewhere(scene.elsewhere(), session, other -> other.remove(SessionFixture.SIZE));
                    return () -> store.save(session);
                }),
                of("touch", (store, scene) -> {
                    Session session = find(store, scene);
                    // What a save does with it that has nothing else to store, and which does not fail for it.
                    return () -> store.touch(session.ref().id(), Device.UNKNOWN);
                }),
                new FaultAction("save nothing", true, true, Integer.MAX_VALUE, (store, scene) -> {
                    Session session = find(store, scene);
                    return () -> store.save(session);
                }),
                of("log in", (store, scene) -> {
                    Session session = find(store, scene);
                    session.put(SessionFixture.COLOUR, "blue");
                    return () -> session.login("user-1");
                }),
                new FaultAction("log in once more than allowed", true, false, 2, (store, scene) -> {
                    Session session = find(store, scene);
                    session.put(SessionFixture.COLOUR, "blue");
                    return () -> session.login(USER);
                }),
                of("create and log in", (store, scene) -> {
                    Session session = store.create();
                    session.put(SessionFixture.COLOUR, "green");
                    return () -> session.login("user-1");
                }),
                of("renew", (store, scene) -> {
                    Session session = find(store, scene);
                    session.put(SessionFixture.COLOUR, "blue");
                    return session::renew;
                }),
                of("end", (store, scene) -> {
                    Session session = find(store, scene);
                    return session::end;
                }),
                of(
                        "end by reference",
                        (store, scene) -> () -> store.end(scene.session("other").ref())),
                of(
                        "end one of a user",
                        (store, scene) ->
                                () -> store.end(USER, scene.session("other").ref())),
                of("end all of a user", (store, scene) -> () -> store.endAll(USER)),
                of("end all but one", (store, scene) -> () -> store.endAll(USER, scene.session("other"))),
                of("clean up", (store, scene) -> store::cleanUp));
    }
}
