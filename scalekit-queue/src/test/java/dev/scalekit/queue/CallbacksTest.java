package dev.scalekit.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What waits for a listener that is slow, or does not return. */
final class CallbacksTest {
    private final Callbacks callbacks = new Callbacks("orders");

    @Test
    void a_listener_that_is_100_000_calls_behind_is_not_called_for_more_but_futures_end_all_the_same() {
        AtomicInteger heard = new AtomicInteger();
        AtomicInteger ended = new AtomicInteger();
        for (int i = 0; i < 100_000; i++) {
            assertThat(callbacks.offer(heard::incrementAndGet)).isTrue();
        }

        assertThat(callbacks.offer(heard::incrementAndGet)).isFalse();
        callbacks.call(ended::incrementAndGet);
        callbacks.step();

        assertThat(heard).hasValue(100_000);
        assertThat(ended).hasValue(1);
        assertThat(callbacks.offer(heard::incrementAndGet)).isTrue();
    }

    @Test
    void one_that_does_not_return_is_waited_for_no_longer_than_was_said() throws InterruptedException {
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch may = new CountDownLatch(1);
        callbacks.start(crash -> {});
        callbacks.call(() -> {
            entered.countDown();
            try {
                may.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        entered.await();

        assertThat(callbacks.stop(1)).isFalse();

        may.countDown();
        assertThat(callbacks.stop(Long.MAX_VALUE)).isTrue();
    }

    @Test
    void what_is_to_be_called_after_the_end_is_called_at_once() {
        AtomicInteger called = new AtomicInteger();
        callbacks.call(called::incrementAndGet);

        callbacks.finish();
        callbacks.call(called::incrementAndGet);

        assertThat(called).hasValue(2);
    }
}
