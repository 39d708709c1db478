package dev.scalekit.session;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * Two requests of one session, A and B, on two servers, and all that anybody can see of what they did. There is another,
 * older session of the same user. Thread-safe once the requests are there.
 */
final class Scene implements AutoCloseable {
    static final String USER = "user-1";
    static final String ANOTHER = "user-2";
    static final String COUNTER = "counter";
    static final Key<String> COLOUR = Key.of("colour", String.class);
    static final Key<String> STRICT = Key.of("strict", String.class).failOnConflict();
    static final Key<String> MERGED = Key.of("merged", String.class).merge((stored, mine) -> sorted(stored + mine));

    /** How things stand when the requests begin to do something. */
    enum Start {
        ANONYMOUS,
        LOGGED_IN,
        /** The requests have found their session just before its time was over. */
        OVER
    }

    /** What the stores are told of too many sessions. */
    @SuppressWarnings("ImmutableEnumChecker") // The lambdas keep nothing.
    enum Limit {
        NONE(options -> options),
        END_OLDEST(options -> options.maximumPerUser(2, WhenExceeded.END_OLDEST)),
        REFUSE(options -> options.maximumPerUser(2, WhenExceeded.REFUSE));

        private final UnaryOperator<SessionStoreBuilder<?>> options;

        Limit(UnaryOperator<SessionStoreBuilder<?>> options) {
            this.options = options;
        }

        UnaryOperator<SessionStoreBuilder<?>> options() {
            return builder -> options.apply(builder.touchEvery(Duration.ZERO));
        }
    }

    private final Map<SessionRef, String> names = Collections.synchronizedMap(new LinkedHashMap<>());
    private final List<Session> known = Collections.synchronizedList(new ArrayList<>());
    private final List<String> events = Collections.synchronizedList(new ArrayList<>());
    private final List<StoredSessions> servers = new ArrayList<>();
    private final StoredSessions observer;
    private final String token;
    private final Request a;
    private final Request b;

    /** @param serverOfA opens the server of A, by the options that all have */
    Scene(
            Ground ground,
            Start start,
            Limit limit,
            Function<UnaryOperator<SessionStoreBuilder<?>>, StoredSessions> serverOfA) {
        observer = server(ground.open(limit.options()));
        Session older = observer.create();
        older.login(USER);
        know("older", older);
        ground.age(Duration.ofSeconds(10));
        Session session = observer.create();
        know("session", session);
        session.put(COLOUR, "");
        session.put(MERGED, "");
        session.increment(COUNTER, 100);
        if (start == Start.LOGGED_IN) {
            session.login(USER);
        } else {
            observer.save(session);
        }
        ground.age(Duration.ofSeconds(10));
        token = session.token();
        a = request("A", server(serverOfA.apply(limit.options())));
        b = request("B", server(ground.open(limit.options())));
        if (start == Start.OVER) {
            ground.age(Duration.ofHours(1));
        }
        events.clear();
    }

    private static String sorted(String text) {
        return text.chars().sorted().mapToObj(Character::toString).collect(Collectors.joining());
    }

    private StoredSessions server(StoredSessions store) {
        servers.add(store);
        store.listen(new SessionListener() {
            @Override
            public void created(SessionInfo session) {
                events.add("created " + name(session));
            }

            @Override
            public void ended(SessionInfo session, EndReason reason) {
                events.add(reason + " " + name(session));
            }

            @Override
            public void expired(SessionInfo session) {
                events.add("expired " + name(session));
            }
        });
        return store;
    }

    private Request request(String name, StoredSessions store) {
        Session found = store.find(token).orElseThrow();
        known.add(found);
        return new Request(this, name, store, found, token);
    }

    Request a() {
        return a;
    }

    Request b() {
        return b;
    }

    void know(String name, Session session) {
        names.put(session.ref(), name);
        known.add(session);
    }

    private String name(SessionInfo session) {
        return String.valueOf(names.get(session.ref()));
    }

    /** Returns what a token is good for. */
    String describe(String ofToken) {
        return observer.find(ofToken).map(this::describe).orElse("nobody");
    }

    private String describe(Session found) {
        Map<String, Object> attributes = new TreeMap<>();
        for (String attribute : found.names()) {
            attributes.put(
                    attribute,
                    attribute.equals(COUNTER)
                            ? found.counter(attribute)
                            : String.valueOf(found.get(Key.of(attribute, String.class))));
        }
        return names.get(found.ref()) + " of " + found.user() + " for " + found.idleTimeout() + " " + attributes;
    }

    String list(SessionStore store, String user) {
        return store.sessionsOf(user).stream().map(this::name).sorted().toList().toString();
    }

    /**
     * All that can be seen afterwards. Immutable.
     *
     * @param heard by whom, of what was done
     * @param there which sessions are there, for which tokens, and what they have
     */
    record Outcome(List<String> heard, List<String> there) {}

    Outcome outcome(String ofA, String ofB) {
        List<String> there = new ArrayList<>();
        there.add("the old token: " + describe(token));
        for (Session session : List.copyOf(known)) {
            there.add(names.get(session.ref()) + ": " + describe(session.token()));
        }
        there.sort(null);
        there.add(USER + ": " + list(observer, USER));
        there.add(ANOTHER + ": " + list(observer, ANOTHER));
        // Whose time is over is removed sooner or later, unless somebody has ended it; both never.
        observer.cleanUp();
        return new Outcome(
                List.of(
                        "A: " + ofA,
                        "B: " + ofB,
                        "events: " + events.stream().sorted().toList()),
                there);
    }

    @Override
    public void close() {
        servers.forEach(StoredSessions::close);
    }
}
