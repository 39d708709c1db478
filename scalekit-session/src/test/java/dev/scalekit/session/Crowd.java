package dev.scalekit.session;

import dev.scalekit.testkit.Seeds;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Many threads on two servers that do all there is to do with fifty sessions of ten users, at random, while time is over for
 * some and others are cleaned up. What was acknowledged must be there at once, and at the end; what has ended is never
 * found again; of each session one end is told. Thread-safe.
 */
final class Crowd {
    private static final int THREADS = 64;
    private static final int SESSIONS = 50;
    private static final int USERS = 10;

    private final Ground ground;
    private final List<StoredSessions> servers = new ArrayList<>();
    private final int limit;
    private final boolean mayBeUnavailable;
    private final AtomicReferenceArray<Life> lives = new AtomicReferenceArray<>(SESSIONS);
    private final Queue<Life> over = new ConcurrentLinkedQueue<>();
    private final Map<SessionRef, AtomicLong> ends = new ConcurrentHashMap<>();
    private final List<AtomicLong> endingBegun = new ArrayList<>();
    private final List<AtomicLong> endingDone = new ArrayList<>();
    private final AtomicLong operations = new AtomicLong();
    private final AtomicLong unavailable = new AtomicLong();
    private final AtomicLong rotations = new AtomicLong();
    private final AtomicLong refused = new AtomicLong();

    /**
     * @param limit how many sessions a user may have
     * @param mayBeUnavailable whether the database may refuse, after a timeout for example
     */
    Crowd(Ground ground, int limit, boolean mayBeUnavailable) {
        this.ground = ground;
        this.limit = limit;
        this.mayBeUnavailable = mayBeUnavailable;
        for (int number = 0; number < USERS; number++) {
            endingBegun.add(new AtomicLong());
            endingDone.add(new AtomicLong());
        }
        for (int server = 0; server < 2; server++) {
            StoredSessions store = ground.open(options ->
                    limit == Integer.MAX_VALUE ? options : options.maximumPerUser(limit, WhenExceeded.END_OLDEST));
            store.listen(new SessionListener() {
                @Override
                public void ended(SessionInfo session, EndReason reason) {
                    end(session);
                }

                @Override
                public void expired(SessionInfo session) {
                    end(session);
                }
            });
            servers.add(store);
        }
    }

    private void end(SessionInfo session) {
        ends.computeIfAbsent(session.ref(), ref -> new AtomicLong()).incrementAndGet();
    }

    /** Does it, and checks all of it. */
    void run(long seed, int each) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS, task -> new Thread(task, "crowd"));
        try {
            for (int slot = 0; slot < SESSIONS; slot++) {
                begin(slot, null, servers.get(0));
            }
            List<Future<?>> all = new ArrayList<>();
            for (int thread = 0; thread < THREADS; thread++) {
                RandomGenerator random = Seeds.random(seed + thread);
                String name = "of-" + thread;
                all.add(threads.submit(() -> {
                    for (int number = 0; number < each; number++) {
                        operate(random, name, number);
                    }
                    return null;
                }));
            }
            for (Future<?> one : all) {
                one.get(10, TimeUnit.MINUTES);
            }
            requireAtTheEnd();
        } finally {
            threads.shutdownNow();
            servers.forEach(SessionStore::close);
        }
    }

    /** Returns how often the database refused. */
    long unavailable() {
        return unavailable.get();
    }

    long operations() {
        return operations.get();
    }

    long rotations() {
        return rotations.get();
    }

    long refused() {
        return refused.get();
    }

    private void operate(RandomGenerator random, String thread, int number) {
        int slot = random.nextInt(SESSIONS);
        Life life = lives.get(slot);
        StoredSessions store = servers.get(random.nextInt(servers.size()));
        try {
            operations.incrementAndGet();
            operate(random, thread, number, slot, life, store);
        } catch (SessionEndedException e) {
            // Somebody has ended it, or given it a new token; if not, finding it again shows that.
            refused.incrementAndGet();
        } catch (StoreUnavailableException e) {
            if (!mayBeUnavailable) {
                throw e;
            }
            unavailable.incrementAndGet();
        }
    }

    private void operate(RandomGenerator random, String thread, int number, int slot, Life life, StoredSessions store) {
        int what = random.nextInt(100);
        if (what < 2) {
            life.mayEnd();
            store.end(life.ref());
            begin(slot, life, store);
        } else if (what < 4) {
            life.mayEnd();
            ground.expire(life.ref());
            begin(slot, life, store);
        } else if (what < 5) {
            endAll(life, store);
        } else if (what < 8) {
            store.cleanUp();
        } else if (what < 12) {
            if (limit < store.sessionsOf(life.user()).size()) {
                throw new AssertionError("More than " + limit + " sessions of " + life.user());
            }
        } else if (what < 18) {
            requireNobody(store, life.replaced(), random);
        } else {
            request(random, thread, number, slot, life, store);
        }
    }

    private void endAll(Life life, StoredSessions store) {
        int user = number(life.user());
        endingBegun.get(user).incrementAndGet();
        try {
            store.endAll(life.user());
        } finally {
            endingDone.get(user).incrementAndGet();
        }
    }

    private static int number(String user) {
        return Integer.parseInt(user.substring(1));
    }

    /** A session begins, in place of one that has ended. */
    private void begin(int slot, @Nullable Life before, StoredSessions store) {
        int user = slot % USERS;
        long ended = endingDone.get(user).get();
        Session session = store.create();
        store.save(session);
        if (lives.compareAndSet(slot, before, new Life(session, "u" + user, ended))) {
            if (before != null) {
                over.add(before);
            }
        } else {
            store.end(session.ref());
        }
    }

    private void request(RandomGenerator random, String thread, int number, int slot, Life life, StoredSessions store) {
        String token = life.token();
        long counted = life.counted();
        Optional<Session> found = store.find(token);
        if (found.isEmpty()) {
            if (life.isStill(token)) {
                requireEnding(life, "not found");
                begin(slot, life, store);
            }
            return;
        }
        Session session = found.get();
        if (session.counter(Life.COUNTER) < counted) {
            throw new AssertionError("Counter of " + life.ref() + ": " + session.counter(Life.COUNTER) + " after "
                    + counted + " were acknowledged");
        }
        change(random, thread, number, life, store, session);
    }

    private void change(
            RandomGenerator random, String thread, int number, Life life, StoredSessions store, Session session) {
        long add = random.nextInt(1, 10);
        String item = thread + "-" + number;
        boolean counts = random.nextBoolean();
        boolean merges = random.nextInt(3) == 0;
        boolean puts = random.nextInt(3) > 0;
        if (counts) {
            session.increment(Life.COUNTER, add);
        }
        if (merges) {
            String items = session.get(Life.MERGED);
            session.put(Life.MERGED, items == null ? item : items + " " + item);
        }
        if (puts) {
            session.put(Key.of(thread, String.class), item);
        }
        if (random.nextInt(4) == 0) {
            // Different for each thread, so that statements would meet in another order if names were not in order.
            session.put(Key.of("shared-" + random.nextInt(5), String.class), item);
            session.remove(Key.of("shared-" + random.nextInt(5), String.class));
        }
        int how = random.nextInt(12);
        if (how == 0) {
            life.rotate(session, rotated -> rotated.login(life.user()));
            rotations.incrementAndGet();
        } else if (how == 1) {
            life.rotate(session, Session::renew);
            rotations.incrementAndGet();
        } else if (store.save(session) == SaveOutcome.ENDED) {
            requireEnding(life, "ended");
            return;
        }
        if (counts) {
            life.count(add);
        }
        if (merges) {
            life.merged(item);
        }
        if (puts) {
            life.put(thread, item);
        }
    }

    private boolean mayHaveEnded(Life life) {
        return life.isEnding()
                || limit < Integer.MAX_VALUE
                || endingBegun.get(number(life.user())).get() > life.endedAtBirth();
    }

    private void requireEnding(Life life, String what) {
        if (!mayHaveEnded(life)) {
            throw new AssertionError("Session " + life.ref() + " is " + what + ", and nobody has ended it");
        }
    }

    private static void requireNobody(StoredSessions store, List<String> tokens, RandomGenerator random) {
        if (!tokens.isEmpty()
                && store.find(tokens.get(random.nextInt(tokens.size()))).isPresent()) {
            throw new AssertionError("A token that was replaced finds its session");
        }
    }

    private void requireAtTheEnd() {
        StoredSessions store = servers.get(1);
        for (int slot = 0; slot < SESSIONS; slot++) {
            Life life = lives.get(slot);
            Optional<Session> found = store.find(life.token());
            found.ifPresent(life::requireAll);
            if (found.isEmpty()) {
                requireEnding(life, "not found");
                over.add(life);
            }
            life.replaced().forEach(token -> requireNobody(store, List.of(token), Seeds.random(0)));
        }
        store.cleanUp();
        servers.get(0).cleanUp();
        for (Life life : over) {
            if (store.find(life.token()).isPresent()) {
                throw new AssertionError("Session " + life.ref() + " has come back");
            }
            AtomicLong told = ends.get(life.ref());
            if (told == null || told.get() != 1) {
                throw new AssertionError("The end of " + life.ref() + " was told " + told + " times");
            }
        }
    }
}
