package dev.scalekit.examples.demo;

import dev.scalekit.examples.shop.QueueState;
import java.net.URI;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Asks a web server again and again how its queue is, and adds up what the processes that it was have done. Thread-safe.
 *
 * <p>What a process did after it was last asked, and before it was killed, is not in the sums.
 */
final class QueueGauge implements AutoCloseable {
    static final String SOURCE = "by the queue's statistics, asked 5 times a second";

    private static final long PERIOD_MILLIS = 200;
    private static final QueueState NOTHING = new QueueState(0, 0, 0, 0, 0, 0, false);

    private final Console<QueueState> queue;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread = new Thread(this::ask, "scalekit-demo-queue-gauge");
    /** Guarded by this, as all below: the last answer, and the sums of the processes before the one that gave it. */
    private QueueState last = NOTHING;

    private QueueState before = NOTHING;
    private boolean answers;

    /** @param server the address of the web server */
    QueueGauge(URI server) {
        this.queue = new Console<>(server.resolve("/queue"), QueueState.class);
    }

    void start() {
        thread.start();
    }

    /** Returns how the queue is now; empty if its server does not answer. */
    Optional<QueueState> look() {
        return heard(queue.get());
    }

    /**
     * Has the worker get no more views, or go on.
     *
     * @return whether the server has done it
     */
    boolean pause(boolean paused) {
        return heard(queue.put("{\"paused\":" + paused + "}")).isPresent();
    }

    private void ask() {
        try {
            while (!closing.await(PERIOD_MILLIS, TimeUnit.MILLISECONDS)) {
                look();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Optional<QueueState> heard(Optional<QueueState> answer) {
        answer.ifPresentOrElse(this::took, this::silent);
        return answer;
    }

    private synchronized void took(QueueState state) {
        if (state.process() != last.process()) {
            before = new QueueState(0, 0, sent(), acknowledged(), statements(), 0, false);
        }
        last = state;
        answers = true;
    }

    private synchronized void silent() {
        answers = false;
    }

    /** Returns whether the server has answered when it was last asked. */
    synchronized boolean answers() {
        return answers;
    }

    synchronized QueueState last() {
        return last;
    }

    /** Returns how many views were put into the queue. */
    synchronized long sent() {
        return before.sent() + last.sent();
    }

    /** Returns how many views were counted and taken out. */
    synchronized long acknowledged() {
        return before.acknowledged() + last.acknowledged();
    }

    /** Returns how often views were counted, many together. */
    synchronized long statements() {
        return before.statements() + last.statements();
    }

    @Override
    public void close() {
        closing.countDown();
        Closing.join(thread);
    }
}
