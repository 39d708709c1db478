package dev.scalekit.session;

import java.util.List;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;

/** What two requests do of which the second one has begun, and waits, before the first one is done. */
@SuppressWarnings("ImmutableEnumChecker") // The lambdas keep nothing.
enum WaitingCase {
    PUT_THEN_PUT(List.of(), put("1"), put("2")),
    PUT_THEN_REMOVE(List.of(WaitingCase::colour), put("1"), save(WaitingCase::remove)),
    /** Nothing is there when the second one begins, which must have put it to remove it. */
    PUT_FIRST_THEN_REMOVE(List.of(), put("1"), save(WaitingCase::putAndRemove)),
    REMOVE_THEN_PUT(List.of(WaitingCase::colour), save(WaitingCase::remove), put("2")),
    REMOVE_THEN_REMOVE(List.of(WaitingCase::colour), save(WaitingCase::remove), save(WaitingCase::remove)),
    PUT_WHAT_WAS_REMOVED_THEN_ANOTHER(
            List.of(WaitingCase::colour, WaitingCase::remove), put("1"), save(WaitingCase::size)),
    PUT_ANOTHER_THEN_WHAT_WAS_REMOVED(
            List.of(WaitingCase::colour, WaitingCase::remove), save(WaitingCase::size), put("2")),
    COUNT_THEN_COUNT(List.of(count(100)), save(count(1)), save(count(10))),
    COUNT_THEN_COUNT_ANEW(List.of(count(100)), save(count(1)), save(WaitingCase::countAnew)),
    COUNT_ANEW_THEN_COUNT(List.of(count(100)), save(WaitingCase::countAnew), save(count(10))),
    MERGE_THEN_MERGE(List.of(), save(merged("1")), save(merged("2"))),
    PUT_THEN_PUT_UNLESS_OTHERS_DO(List.of(), save(strict("1")), save(strict("2"))),
    LOGIN_THEN_LOGIN(List.of(), login("user-1"), login("user-1")),
    LOGIN_THEN_LOGIN_OF_ANOTHER(List.of(), login("user-1"), login("user-2")),
    LOGIN_THEN_PUT(List.of(), login("user-1"), put("2")),
    LOGIN_THEN_END(List.of(), login("user-1"), WaitingCase::end),
    RENEW_THEN_RENEW(List.of(), WaitingCase::renew, WaitingCase::renew),
    RENEW_THEN_LOGIN(List.of(), WaitingCase::renew, login("user-2")),
    PUT_THEN_LOGIN(List.of(), put("1"), login("user-2")),
    END_THEN_PUT(List.of(), WaitingCase::end, put("2")),
    END_THEN_LOGIN(List.of(), WaitingCase::end, login("user-2")),
    END_THEN_TOUCH(List.of(), WaitingCase::end, save(session -> {})),
    TOUCH_THEN_END(List.of(), save(session -> {}), WaitingCase::end);

    private final List<Consumer<Session>> before;
    private final Function<Session, String> first;
    private final Function<Session, String> second;

    WaitingCase(List<Consumer<Session>> before, Function<Session, String> first, Function<Session, String> second) {
        this.before = before;
        this.first = first;
        this.second = second;
    }

    /**
     * All that can be seen afterwards. Immutable.
     *
     * @param first what the first request heard
     * @param there what the token is good for that both had, and those that they have
     */
    record Outcome(String first, String second, List<String> there) {}

    /** Returns the session as it is when the requests come. */
    Session begin(SessionStore store) {
        Session session = SessionFixture.stored(store);
        for (Consumer<Session> change : before) {
            change.accept(session);
            store.save(session);
        }
        return session;
    }

    String first(Session session) {
        return heard(first, session);
    }

    String second(Session session) {
        return heard(second, session);
    }

    private static String heard(Function<Session, String> act, Session session) {
        try {
            return act.apply(session);
        } catch (SessionException e) {
            return e.getClass().getSimpleName();
        }
    }

    static String describe(SessionStore store, String token) {
        return store.find(token).map(WaitingCase::describe).orElse("nobody");
    }

    private static String describe(Session found) {
        TreeMap<String, Object> attributes = new TreeMap<>();
        for (String name : found.names()) {
            attributes.put(
                    name,
                    name.equals(Scene.COUNTER)
                            ? found.counter(name)
                            : String.valueOf(found.get(Key.of(name, String.class))));
        }
        return found.user() + " " + attributes;
    }

    private static Function<Session, String> save(Consumer<Session> change) {
        return session -> {
            change.accept(session);
            return session.store().save(session).name();
        };
    }

    private static Function<Session, String> put(String value) {
        return save(session -> session.put(Scene.COLOUR, value));
    }

    private static void colour(Session session) {
        session.put(Scene.COLOUR, "0");
    }

    private static void size(Session session) {
        session.put(SessionFixture.SIZE, "xl");
    }

    private static void remove(Session session) {
        session.remove(Scene.COLOUR);
    }

    private static void putAndRemove(Session session) {
        colour(session);
        remove(session);
    }

    private static Consumer<Session> count(long number) {
        return session -> session.increment(Scene.COUNTER, number);
    }

    private static void countAnew(Session session) {
        session.remove(Key.of(Scene.COUNTER, Long.class));
        session.increment(Scene.COUNTER, 5);
    }

    private static Consumer<Session> merged(String value) {
        return session -> session.put(Scene.MERGED, value);
    }

    private static Consumer<Session> strict(String value) {
        return session -> session.put(Scene.STRICT, value);
    }

    private static Function<Session, String> login(String user) {
        return session -> {
            session.login(user);
            return "logged in";
        };
    }

    private static String renew(Session session) {
        session.renew();
        return "renewed";
    }

    private static String end(Session session) {
        return "" + session.end();
    }
}
