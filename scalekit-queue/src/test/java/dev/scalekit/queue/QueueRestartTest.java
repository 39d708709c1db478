package dev.scalekit.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What a restart must not change, found by the harnesses of the queue and written down one by one. */
final class QueueRestartTest {
    private static final int GROUP = 0;

    private final SimDisk disk = new SimDisk();
    private final SteppedQueue.Clock clock = new SteppedQueue.Clock();

    private SteppedQueue open() throws IOException {
        return SteppedQueue.open(disk, clock, new QueueListener() {}, false);
    }

    private static LeasedDelivery<String> receive(SteppedQueue queue) {
        Demand demand = queue.group(GROUP).demand();
        queue.settle();
        return Objects.requireNonNull(queue.group(GROUP).delivery(demand));
    }

    @Test
    void what_is_tried_again_has_all_its_attempts_after_a_kill() throws IOException {
        SteppedQueue before = open();
        var unused = before.queue().sendAsync(Message.of("again"));
        long id = 0;
        for (int attempt = 1; attempt <= SteppedQueue.MAXIMUM_ATTEMPTS; attempt++) {
            LeasedDelivery<String> delivery = receive(before);
            delivery.retryAfter(Duration.ZERO);
            id = delivery.id().value();
        }
        before.settle();
        before.engine()
                .writer()
                .submit(new Buried(before.engine().ledger(), GROUP, List.of(id), true, new Buried.Outcome() {
                    @Override
                    public void ended(Map<Long, Long> locations) {
                        before.engine().dispatcher().revive(GROUP, locations);
                    }

                    @Override
                    public void failed(QueueException e) {
                        throw e;
                    }
                }));
        int first = receive(before).attempt();

        int second = receive(open()).attempt();

        assertThat(List.of(first, second)).containsExactly(1, 2);
    }
}
