package dev.scalekit.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Opens what is left of a queue and requires that it keeps what was promised. Not thread-safe. */
final class QueueCheck {
    private static final int AT_ONCE = 4;

    private final QueuePromises promises;
    private final SteppedQueue.Clock clock;
    private final List<CompletableFuture<Void>> answers = new ArrayList<>();
    private int number;

    /** @param promises taken over, and changed */
    QueueCheck(QueuePromises promises, SteppedQueue.Clock clock) {
        this.promises = promises;
        this.clock = clock;
    }

    /**
     * Opens it, looks, lets go of it as a kill does, opens it again, empties it, closes it, and opens it once more.
     *
     * @param disk changed by it
     */
    void check(Disk disk) throws IOException {
        SteppedQueue first = open(disk);
        QueueView view = QueueView.of(first.engine());
        promises.reopened();
        promises.settle(view);

        SteppedQueue second = open(disk);
        assertThat(QueueView.of(second.engine())).as("opened again").isEqualTo(view);
        promises.reopened();
        sendTwice(second);
        drain(second);
        second.close();

        SteppedQueue third = open(disk);
        promises.reopened();
        promises.requireDrained(QueueView.of(third.engine()));
        third.close();
    }

    private SteppedQueue open(Disk disk) throws IOException {
        return SteppedQueue.open(disk, clock, new QueueListener() {}, false);
    }

    /** Sends once more what is known to be there, which must be known to the queue too. */
    private void sendTwice(SteppedQueue queue) {
        for (SentMessage known : promises.deduplicated(clock.millis())) {
            number++;
            Message<String> message = Message.of(-number + "-again")
                    .deduplicationId(known.message.deduplicationId().orElseThrow());
            SentMessage again = promises.sending(message, clock.millis(), -number);
            answers.add(queue.queue().sendAsync(message).thenAccept(id -> promises.stored(again, id.value())));
        }
        settle(queue);
    }

    /** Whatever was asked is answered, as promised. */
    private void settle(SteppedQueue queue) {
        queue.settle();
        answers.forEach(answer -> {
            assertThat(answer).isDone();
            answer.join();
        });
        answers.clear();
    }

    /** Receives and acknowledges until nothing comes any more, however long one waits. */
    void drain(SteppedQueue queue) {
        takeAll(queue);
        clock.advance(Duration.ofDays(2));
        takeAll(queue);
    }

    private void takeAll(SteppedQueue queue) {
        for (int group = 0; group < SteppedQueue.GROUPS.size(); group++) {
            while (takeSome(queue, group)) {
                // There may be more.
            }
        }
    }

    private boolean takeSome(SteppedQueue queue, int group) {
        List<Demand> demands = new ArrayList<>();
        for (int i = 0; i < AT_ONCE; i++) {
            demands.add(queue.group(group).demand());
        }
        queue.settle();
        boolean any = false;
        for (Demand demand : demands) {
            demand.giveUp();
            LeasedDelivery<String> delivery = queue.group(group).delivery(demand);
            if (delivery != null) {
                any = true;
                acknowledge(group, delivery);
            }
        }
        settle(queue);
        return any;
    }

    private void acknowledge(int group, LeasedDelivery<String> delivery) {
        SentMessage sent = promises.delivered(group, delivery);
        promises.acknowledging(sent, group);
        answers.add(delivery.ackAsync().thenRun(() -> promises.acknowledged(sent, group)));
    }
}
