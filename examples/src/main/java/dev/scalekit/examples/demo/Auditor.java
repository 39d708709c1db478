package dev.scalekit.examples.demo;

import dev.scalekit.examples.demo.Promise.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Checks every promise of a site, over and over. Thread-safe. */
final class Auditor implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Auditor.class);
    /** Checking everything each time takes longer as orders add up; it gets this part of the time at most. */
    private static final int SHARE = 20;

    private static final long SHORTEST_PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final List<Promise> promises;
    private final Timeline timeline;
    private final Map<String, Finding> findings = new ConcurrentHashMap<>();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread = new Thread(this::audit, "scalekit-demo-auditor");

    Auditor(List<Promise> promises, Timeline timeline) {
        this.promises = promises;
        this.timeline = timeline;
    }

    /** How a promise stands. */
    enum State {
        HELD,
        BROKEN,
        UNCHECKED
    }

    /**
     * What the last check found.
     *
     * @param verdict of the last check that could be made, or of the last that found the promise broken; null if there
     *     was none
     * @param at seconds since the start, of that check
     * @param problem why the last check could not be made; empty if it could
     */
    record Finding(@Nullable Verdict verdict, double at, String problem) {
        State state() {
            if (verdict != null && verdict.violations() > 0) {
                return State.BROKEN;
            }
            return verdict == null || !problem.isEmpty() ? State.UNCHECKED : State.HELD;
        }
    }

    void start() {
        thread.start();
    }

    Finding finding(Promise promise) {
        return findings.getOrDefault(promise.id(), new Finding(null, 0, "not checked yet"));
    }

    /**
     * Checks every promise now, on the calling thread.
     *
     * @return whether every one of them could be checked and held
     */
    synchronized boolean checkNow() {
        boolean held = true;
        for (Promise promise : promises) {
            Finding found = check(promise, finding(promise));
            findings.put(promise.id(), found);
            held &= found.state() == State.HELD;
        }
        return held;
    }

    /**
     * Waits until what is on its way has arrived, or should have, and checks every promise then, on the calling thread.
     *
     * @return whether every one of them could be checked and held
     */
    boolean checkInTheEnd() throws InterruptedException {
        for (Promise promise : promises) {
            try {
                promise.settle();
            } catch (InterruptedException e) {
                throw e;
            } catch (Exception e) {
                // The check meets it too, and keeps it.
                LOG.debug("{} could not be waited for", promise.title(), e);
            }
        }
        return checkNow();
    }

    /** Returns what is broken, a line each; empty if everything holds. */
    List<String> broken() {
        List<String> lines = new ArrayList<>();
        for (Promise promise : promises) {
            Finding found = finding(promise);
            if (found.state() != State.HELD) {
                Verdict verdict = found.verdict();
                lines.add(promise.title() + ": "
                        + (verdict == null ? "" : verdict.violations() + " (" + verdict.detail() + ") ")
                        + found.problem());
            }
        }
        return lines;
    }

    private Finding check(Promise promise, Finding before) {
        try {
            Verdict verdict = promise.check();
            if (verdict.violations() > 0 && before.state() != State.BROKEN) {
                timeline.add(Timeline.Level.BAD, "promise broken: " + promise.title() + ": " + verdict.detail());
            }
            // Once broken is broken: that it looks well again later mends nothing.
            boolean forgets = before.state() == State.BROKEN && verdict.violations() == 0;
            return new Finding(forgets ? before.verdict() : verdict, timeline.seconds(), "");
        } catch (Exception | OutOfMemoryError e) {
            return new Finding(before.verdict(), before.at(), "could not be checked: " + e.getMessage());
        }
    }

    private void audit() {
        try {
            long pause = 0;
            while (!closing.await(pause, TimeUnit.NANOSECONDS)) {
                long start = timeline.ticker().nanos();
                checkNow();
                pause = Math.max(
                        SHORTEST_PAUSE_NANOS, SHARE * (timeline.ticker().nanos() - start));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closing.countDown();
        Closing.join(thread);
    }
}
