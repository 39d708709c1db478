package dev.scalekit.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Where somebody stops until a test lets it go on. Thread-safe. */
final class Gate implements AutoCloseable {
    private final CountDownLatch reached = new CountDownLatch(1);
    private final CountDownLatch open = new CountDownLatch(1);

    /** Stops here while it is closed. */
    void pass() throws InterruptedException {
        reached.countDown();
        open.await();
    }

    void awaitSomebody() throws InterruptedException {
        assertThat(reached.await(Caches.PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .as("somebody has come to the gate")
                .isTrue();
    }

    boolean isOpen() {
        return open.getCount() == 0;
    }

    void open() {
        open.countDown();
    }

    @Override
    public void close() {
        open();
    }
}
