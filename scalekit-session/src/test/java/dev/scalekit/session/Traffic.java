package dev.scalekit.session;

import dev.scalekit.testkit.Await;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;

/** A few threads that use one session all the time while something happens to the database. Thread-safe. */
final class Traffic implements AutoCloseable {
    static final int THREADS = 4;
    private static final String COUNTER = "counter";
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    private final StoredSessions store;
    private final String token;
    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS, task -> new Thread(task, "traffic"));
    private final List<Future<?>> all = new ArrayList<>();
    private final AtomicBoolean over = new AtomicBoolean();
    private final AtomicLong begun = new AtomicLong();
    private final AtomicLong answered = new AtomicLong();
    private final AtomicLong saved = new AtomicLong();
    private final AtomicLong unknown = new AtomicLong();
    private final AtomicLong refused = new AtomicLong();
    private final AtomicLong longestNanos = new AtomicLong();

    Traffic(StoredSessions store) {
        this.store = store;
        Session session = store.create();
        store.save(session);
        token = session.token();
        for (int number = 0; number < THREADS; number++) {
            all.add(threads.submit(() -> {
                while (!over.get()) {
                    request();
                }
            }));
        }
        awaitSaved();
    }

    private void request() {
        begun.incrementAndGet();
        long begin = System.nanoTime();
        try {
            Optional<Session> found = store.find(token);
            // A user is never taken for nobody since the database did not answer.
            Session session = found.orElseThrow(() -> new AssertionError("The session is not there"));
            session.increment(COUNTER, 1);
            if (store.save(session) != SaveOutcome.SAVED) {
                throw new AssertionError("The session has ended");
            }
            saved.incrementAndGet();
        } catch (StoreUnavailableException e) {
            refused.incrementAndGet();
        } catch (SaveOutcomeUnknownException e) {
            unknown.incrementAndGet();
        } finally {
            answered.incrementAndGet();
            longestNanos.accumulateAndGet(System.nanoTime() - begin, Math::max);
        }
    }

    /** Waits until requests that begin from now on are saved. */
    void awaitSaved() {
        long before = saved.get();
        await("requests to be saved", () -> saved.get() >= before + 20L * THREADS);
    }

    /** Waits until requests that begin from now on fail, all of them. */
    void awaitRefused() {
        await("requests to be refused", () -> {
            long before = saved.get();
            long failed = refused.get() + unknown.get();
            Await.until(
                    "answers", PATIENCE, () -> refused.get() + unknown.get() >= failed + 2L * THREADS || isBroken());
            return saved.get() == before;
        });
    }

    private void await(String what, BooleanSupplier condition) {
        Await.until(what, PATIENCE, () -> isBroken() || condition.getAsBoolean(), this::toString);
        if (isBroken()) {
            throw new AssertionError("A request threw what it must not: " + this);
        }
    }

    private boolean isBroken() {
        return all.stream().anyMatch(Future::isDone);
    }

    /** Ends it, and requires that each acknowledged save is there, and nothing else but what nobody knows. */
    void requireNothingLost() throws Exception {
        over.set(true);
        for (Future<?> one : all) {
            one.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        }
        long counter = store.find(token).orElseThrow().counter(COUNTER);
        if (counter < saved.get() || counter > saved.get() + unknown.get()) {
            throw new AssertionError("Counted " + counter + ": " + this);
        }
    }

    Duration longest() {
        return Duration.ofNanos(longestNanos.get());
    }

    long saved() {
        return saved.get();
    }

    @Override
    public String toString() {
        return saved + " saved, " + unknown + " unknown, " + refused + " refused, the longest took " + longest() + ", "
                + (begun.get() - answered.get()) + " not answered";
    }

    @Override
    public void close() {
        over.set(true);
        threads.shutdown();
    }
}
