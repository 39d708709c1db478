package dev.scalekit.queue;

import static dev.scalekit.queue.QueueFixture.eventually;
import static dev.scalekit.queue.QueueFixture.look;
import static dev.scalekit.queue.QueueFixture.stats;
import static dev.scalekit.queue.QueueFixture.take;
import static dev.scalekit.queue.QueueFixture.takeAll;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** Threads that handle messages, and how they end. */
interface ConsumerContract extends QueueFixture {
    /** Returns the options of consumers with so many threads, of the kind that is looked at. */
    default ConsumerOptions consumers(int concurrency) {
        return ConsumerOptions.concurrency(concurrency);
    }

    @Test
    default void a_handler_that_returns_acknowledges_unless_it_has_answered_itself() throws Exception {
        MessageQueue<String> queue = open();
        queue.sendAll(List.of(Message.of("returns"), Message.of("acks"), Message.of("rejects"), Message.of("later")));

        try (Consumer consumer = queue.consume(consumers(2), delivery -> {
            switch (delivery.body()) {
                case "acks" -> delivery.ack();
                case "rejects" -> delivery.reject("no");
                case "later" -> delivery.retryAfter(Duration.ofSeconds(9));
                default -> {}
            }
        })) {
            eventually("the answers", () -> stats(queue, "default").depth() == 1);
            assertThat(consumer.drain(Duration.ZERO)).isFalse();
        }

        assertThat(queue.deadLetters().size()).isEqualTo(1);
        pass(Duration.ofSeconds(9));
        assertThat(takeAll(queue)).containsExactly("later");
    }

    @Test
    default void closing_the_queue_has_all_consumers_take_no_more_though_one_of_them_is_busy() throws Exception {
        MessageQueue<String> queue = open(QueueSpec.standard().groups("busy", "quick"));
        queue.sendAll(List.of(Message.of("a"), Message.of("b")));
        CountDownLatch busyBegun = new CountDownLatch(1);
        CountDownLatch quickBegun = new CountDownLatch(1);
        CountDownLatch busyMay = new CountDownLatch(1);
        CountDownLatch quickMay = new CountDownLatch(1);
        Queue<String> quick = new ConcurrentLinkedQueue<>();
        queue.group("busy").consume(ConsumerOptions.concurrency(1), delivery -> {
            busyBegun.countDown();
            busyMay.await();
        });
        Consumer other = queue.group("quick").consume(ConsumerOptions.concurrency(1), delivery -> {
            quick.add(delivery.body());
            quickBegun.countDown();
            quickMay.await();
        });
        busyBegun.await();
        quickBegun.await();
        Thread closer = new Thread(queue::close, "closer");
        try {
            closer.start();
            eventually("the consumers know", () -> other.toString().contains("closed"));
        } finally {
            quickMay.countDown();
            other.close();
            busyMay.countDown();
            closer.join();
        }

        assertThat(quick).containsExactly("a");
    }

    @Test
    default void whatever_a_handler_throws_the_worker_goes_on() throws Exception {
        MessageQueue<String> queue = open(QueueSpec.standard().maximumAttempts(1));
        queue.sendAll(List.of(
                Message.of("error"),
                Message.of("interrupted"),
                Message.of("flag"),
                Message.of("rude"),
                Message.of("fine")));
        Queue<String> fine = new ConcurrentLinkedQueue<>();

        try (Consumer consumer = queue.consume(consumers(1), delivery -> {
            switch (delivery.body()) {
                case "error" -> throw new StackOverflowError("too deep");
                case "interrupted" -> throw new InterruptedException("by somebody");
                case "flag" -> Thread.currentThread().interrupt();
                case "rude" ->
                    throw new IllegalStateException() {
                        private static final long serialVersionUID = 1L;

                        @Override
                        public String getMessage() {
                            throw new UnsupportedOperationException("no text");
                        }
                    };
                default -> fine.add(delivery.body() + Thread.currentThread().isInterrupted());
            }
        })) {
            assertThat(consumer.drain(Duration.ofSeconds(20))).isTrue();
        }

        assertThat(fine).containsExactly("finefalse");
        assertThat(queue.deadLetters().browse(9).stream().map(DeadLetter::reason))
                .hasSize(3)
                .contains("java.lang.StackOverflowError: too deep", "java.lang.InterruptedException: by somebody");
    }

    @Test
    default void a_paused_consumer_takes_nothing_and_others_go_on() throws Exception {
        MessageQueue<String> queue = open();
        Queue<String> got = new ConcurrentLinkedQueue<>();
        try (Consumer consumer = queue.consume(consumers(2), delivery -> got.add(delivery.body()))) {
            consumer.pause();
            queue.send("a");
            Optional<Delivery<String>> taken = look(queue);
            for (int looks = 0; taken.isEmpty() && looks < 100; looks++) {
                // A worker may have taken it before it saw the pause, and gives it back.
                taken = look(queue);
            }
            taken.orElseThrow().ack();
            assertThat(got).isEmpty();
            assertThat(consumer.toString()).endsWith("paused]");

            queue.send("b");
            consumer.resume();
            assertThat(consumer.drain(Duration.ofSeconds(20))).isTrue();
        }
        assertThat(got).containsExactly("b");
    }

    @Test
    default void closing_waits_for_the_handler_that_runs_and_takes_no_other_message() throws Exception {
        MessageQueue<String> queue = open();
        CountDownLatch handling = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        AtomicBoolean handled = new AtomicBoolean();
        Consumer consumer = queue.consume(consumers(1), delivery -> {
            handling.countDown();
            goOn.await();
            handled.set(true);
        });
        queue.sendAll(List.of(Message.of("a"), Message.of("b")));
        handling.await();
        Thread closing = new Thread(consumer::close);
        closing.start();

        eventually("the wait", () -> consumer.toString().endsWith("closed]"));
        assertThat(closing.isAlive()).isTrue();
        goOn.countDown();
        closing.join();

        assertThat(handled).isTrue();
        assertThat(takeAll(queue)).containsExactly("b");
        eventually("the acknowledgement", () -> stats(queue, "default").acknowledged() == 1);
        consumer.close();
        consumer.resume();
        consumer.pause();
    }

    @Test
    default void a_handler_that_is_interrupted_when_the_stop_timeout_is_over_gives_its_message_back() throws Exception {
        MessageQueue<String> queue = open();
        CountDownLatch handling = new CountDownLatch(1);
        queue.send("a");
        Consumer consumer = queue.consume(consumers(1).stopTimeout(Duration.ZERO), delivery -> {
            handling.countDown();
            new CountDownLatch(1).await();
        });
        handling.await();

        consumer.close();

        Delivery<String> again = take(queue);
        assertThat(again.body()).isEqualTo("a");
        assertThat(again.attempt()).isEqualTo(1);
    }

    @Test
    default void a_handler_that_does_not_end_is_left_behind_and_its_lease_ends() throws Exception {
        MessageQueue<String> queue = open();
        CountDownLatch handling = new CountDownLatch(3);
        CountDownLatch released = new CountDownLatch(1);
        queue.sendAll(List.of(Message.of("a"), Message.of("b"), Message.of("c")));
        Consumer consumer = queue.consume(consumers(3).stopTimeout(Duration.ZERO), delivery -> {
            handling.countDown();
            awaitWhateverComes(released);
        });
        try {
            handling.await();

            consumer.close();

            assertThat(look(queue)).isEmpty();
            pass(Duration.ofSeconds(30));
            assertThat(takeAll(queue)).containsExactlyInAnyOrder("a", "b", "c");
        } finally {
            released.countDown();
        }
    }

    private static void awaitWhateverComes(CountDownLatch latch) {
        while (latch.getCount() > 0) {
            try {
                latch.await();
            } catch (InterruptedException e) {
                // It does not listen.
            }
        }
    }

    @Test
    default void a_handler_that_closes_its_consumer_or_queue_waits_for_itself_no_longer_than_the_stop_timeout()
            throws Exception {
        MessageQueue<String> queue = open();
        CompletableFuture<Consumer> itself = new CompletableFuture<>();
        CountDownLatch closedConsumer = new CountDownLatch(1);
        CountDownLatch closedQueue = new CountDownLatch(1);
        ConsumerOptions options = consumers(1).stopTimeout(Duration.ofMillis(10));

        itself.complete(queue.consume(options, delivery -> {
            itself.join().close();
            closedConsumer.countDown();
        }));
        queue.send("a");
        closedConsumer.await();
        queue.consume(options, delivery -> {
            queue.close();
            closedQueue.countDown();
        });
        queue.send("b");
        closedQueue.await();

        assertThatThrownBy(() -> queue.send("c")).isInstanceOf(QueueClosedException.class);
    }

    @Test
    default void draining_looks_waits_and_can_be_interrupted() throws Exception {
        MessageQueue<String> queue = open();
        try (Consumer consumer = queue.consume(consumers(1), Delivery::id)) {
            assertThat(consumer.drain(Duration.ZERO)).isTrue();
            queue.send(Message.of("later").delay(Duration.ofHours(1)));
            assertThat(consumer.drain(Duration.ofSeconds(20))).isTrue();

            queue.pause();
            queue.send("a");
            assertThat(consumer.drain(Duration.ZERO)).isFalse();
            assertThat(consumer.drain(Duration.ofMillis(1))).isFalse();
            Thread.currentThread().interrupt();
            assertThatThrownBy(() -> consumer.drain(Duration.ofSeconds(20))).isInstanceOf(InterruptedException.class);
            queue.resume();
            assertThat(consumer.drain(Duration.ofSeconds(20))).isTrue();
        }
    }
}
