package dev.scalekit.queue;

import static dev.scalekit.queue.QueueFixture.eventually;
import static dev.scalekit.queue.QueueFixture.look;
import static dev.scalekit.queue.QueueFixture.take;
import static dev.scalekit.queue.QueueFixture.takeAll;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** How a queue ends, and what an interrupt does. */
interface CloseContract extends QueueFixture {
    private static <T> FutureTask<T> started(Callable<T> call) {
        FutureTask<T> task = new FutureTask<>(call);
        Thread thread = new Thread(task);
        thread.setDaemon(true);
        thread.start();
        return task;
    }

    @Test
    default void after_closing_every_method_says_so_or_still_answers() throws Exception {
        MessageQueue<String> queue = open(QueueSpec.standard());
        List<Delivery<String>> held = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            queue.send("m" + i);
            held.add(take(queue));
        }
        Consumer consumer = queue.consume(ConsumerOptions.concurrency(1), delivery -> {});

        queue.close();
        queue.close();

        Map<String, ThrowingCallable> refused = Map.ofEntries(
                Map.entry("send", () -> queue.send("a")),
                Map.entry("sendAll", () -> queue.sendAll(List.of(Message.of("a")))),
                Map.entry("receive", () -> queue.receive(Duration.ofSeconds(20))),
                Map.entry("look", () -> queue.receive(Duration.ZERO)),
                Map.entry("consume", () -> queue.consume(ConsumerOptions.concurrency(1), delivery -> {})),
                Map.entry("browse", () -> queue.browse(1)),
                Map.entry("browse dead", () -> queue.deadLetters().browse(1)),
                Map.entry("redrive", () -> queue.deadLetters().redrive(new MessageId(1))),
                Map.entry("redriveAll", () -> queue.deadLetters().redriveAll()),
                Map.entry("remove", () -> queue.deadLetters().remove(new MessageId(1))),
                Map.entry("drain", () -> consumer.drain(Duration.ofSeconds(20))),
                Map.entry("ack", () -> held.get(0).ack()),
                Map.entry("retryAfter", () -> held.get(1).retryAfter(Duration.ZERO)),
                Map.entry("reject", () -> held.get(2).reject("no")));
        refused.forEach((name, call) -> assertThatThrownBy(call).as(name).isInstanceOf(QueueClosedException.class));
        for (CompletableFuture<?> future :
                List.of(queue.sendAsync("a"), held.get(3).ackAsync())) {
            assertThatExceptionOfType(ExecutionException.class)
                    .isThrownBy(() -> future.get(20, SECONDS))
                    .withCauseInstanceOf(QueueClosedException.class);
        }
        assertThat(queue.stats().state()).isEqualTo(QueueStats.State.CLOSED);
        assertThat(queue.group("default").deadLetters().size()).isZero();
        assertThat(queue.toString()).endsWith("closed]");
        queue.pause();
        queue.resume();
        consumer.close();
        assertThat(takeAll(open())).containsExactly("m0", "m1", "m2", "m3");
    }

    @Test
    default void who_waits_for_a_message_is_told_when_the_queue_is_closed() throws Exception {
        MessageQueue<String> queue = open();
        List<FutureTask<?>> waiting = new ArrayList<>();
        Consumer consumer = queue.consume(ConsumerOptions.concurrency(4), delivery -> {});
        queue.send("held");
        eventually("nothing in hand", () -> QueueFixture.stats(queue, "default").depth() == 0);
        consumer.close();
        queue.send("held");
        Delivery<String> held = take(queue);
        for (int i = 0; i < 4; i++) {
            waiting.add(started(() -> queue.receive(Duration.ofDays(1))));
            waiting.add(started(() -> consumer.drain(Duration.ofDays(1))));
        }
        assertThat(look(queue)).isEmpty();

        queue.close();

        assertThat(held.attempt()).isEqualTo(1);
        for (FutureTask<?> each : waiting) {
            assertThatExceptionOfType(ExecutionException.class)
                    .isThrownBy(() -> each.get(20, SECONDS))
                    .withCauseInstanceOf(QueueClosedException.class);
        }
    }

    @Test
    default void closing_under_load_gives_everybody_a_result_and_keeps_what_was_promised() throws Exception {
        for (int round = 0; round < 5; round++) {
            MessageQueue<String> queue = open(QueueSpec.standard().timeRuns());
            Set<MessageId> stored = ConcurrentHashMap.newKeySet();
            Set<MessageId> done = ConcurrentHashMap.newKeySet();
            CountDownLatch busy = new CountDownLatch(200);
            List<FutureTask<?>> callers = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                callers.add(started(() -> {
                    while (true) {
                        stored.add(queue.send("s"));
                        stored.add(queue.sendAsync("a").get(20, SECONDS));
                        busy.countDown();
                    }
                }));
                callers.add(started(() -> {
                    while (true) {
                        Optional<Delivery<String>> next = queue.receive(Duration.ofDays(1));
                        next.orElseThrow().ack();
                        done.add(next.orElseThrow().id());
                    }
                }));
            }
            queue.consume(ConsumerOptions.concurrency(2), delivery -> {
                delivery.ack();
                done.add(delivery.id());
            });
            busy.await();

            List<FutureTask<?>> closers = List.of(started(() -> close(queue)), started(() -> close(queue)));

            for (FutureTask<?> closer : closers) {
                closer.get(20, SECONDS);
            }
            for (FutureTask<?> caller : callers) {
                assertThatExceptionOfType(ExecutionException.class)
                        .isThrownBy(() -> caller.get(20, SECONDS))
                        .satisfies(e -> assertThat(e).hasStackTraceContaining("QueueClosedException"));
            }
            MessageQueue<String> reopened = open();
            Set<MessageId> left = new HashSet<>();
            for (Optional<Delivery<String>> next = look(reopened); next.isPresent(); next = look(reopened)) {
                left.add(next.get().id());
                next.get().ack();
            }
            assertThat(left).doesNotContainAnyElementsOf(done);
            stored.removeAll(done);
            assertThat(left).containsAll(stored);
        }
    }

    private static boolean close(MessageQueue<String> queue) {
        queue.close();
        return true;
    }

    @Test
    default void an_interrupted_receiver_takes_no_message() throws Exception {
        MessageQueue<String> queue = open(QueueSpec.standard().maximumAttempts(1_000));
        queue.send("a");

        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> {
                    while (true) {
                        queue.receive(Duration.ofSeconds(20)).orElseThrow().retryAfter(Duration.ZERO);
                    }
                })
                .isInstanceOf(InterruptedException.class);

        assertThat(Thread.currentThread().isInterrupted()).isFalse();
        eventually("the message", () -> QueueFixture.stats(queue, "default").leased() == 0);
        assertThat(takeAll(queue)).containsExactly("a");
    }

    @Test
    default void an_acknowledgement_and_closing_are_not_cut_short_by_an_interrupt() throws Exception {
        MessageQueue<String> queue = open();
        queue.send("a");
        Delivery<String> delivery = take(queue);

        Thread.currentThread().interrupt();
        delivery.ack();
        queue.browse(1);
        queue.deadLetters().redriveAll();
        queue.close();

        assertThat(Thread.interrupted()).isTrue();
        assertThat(look(open())).isEmpty();
    }

    @Test
    default void a_storm_of_interrupts_harms_nothing() throws Exception {
        storm(open(QueueSpec.standard().timeRuns().maximumAttempts(1_000)));
    }

    @Test
    default void a_storm_of_interrupts_harms_no_queue_that_is_full_most_of_the_time() throws Exception {
        storm(open(QueueSpec.standard().timeRuns().maximumAttempts(1_000).maximumMessages(2)));
    }

    private static void storm(MessageQueue<String> queue) throws Exception {
        Set<MessageId> stored = ConcurrentHashMap.newKeySet();
        Map<MessageId, Integer> done = new ConcurrentHashMap<>();
        Storm storm = new Storm();
        AtomicBoolean allSent = new AtomicBoolean();
        AtomicBoolean allReceived = new AtomicBoolean();
        List<Thread> senders = new ArrayList<>();
        List<Thread> receivers = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            senders.add(new Thread(() -> storm.stand(allSent, () -> stored.add(queue.send("m")))));
            receivers.add(new Thread(() -> storm.stand(allReceived, () -> {
                Optional<Delivery<String>> next = queue.receive(Duration.ofMillis(5));
                if (next.isPresent()) {
                    next.get().ack();
                    done.merge(next.get().id(), 1, Integer::sum);
                }
                return next;
            })));
        }
        List<Thread> threads =
                Stream.concat(senders.stream(), receivers.stream()).toList();
        threads.forEach(Thread::start);

        for (int i = 0; i < 10_000; i++) {
            threads.get(i % threads.size()).interrupt();
            if (i % 50 == 0) {
                queue.browse(1);
            }
        }
        // A sender may wait for room until somebody has received.
        allSent.set(true);
        for (Thread sender : senders) {
            sender.join();
        }
        allReceived.set(true);
        for (Thread receiver : receivers) {
            receiver.join();
        }

        assertThat(storm.failures).isEmpty();
        assertThat(storm.interrupts).as("calls that were interrupted").hasPositiveValue();
        assertThat(done.values()).containsOnly(1);
        Set<MessageId> left = new HashSet<>();
        eventually(
                "what was given back",
                () -> QueueFixture.stats(queue, "default").leased() == 0);
        for (Optional<Delivery<String>> next = look(queue); next.isPresent(); next = look(queue)) {
            assertThat(left.add(next.get().id())).isTrue();
        }
        assertThat(left).doesNotContainAnyElementsOf(done.keySet());
        left.addAll(done.keySet());
        assertThat(left).containsAll(stored);
        assertThat(left).hasSize((int) queue.stats().sent());
        assertThat(queue.stats().state()).isIn(QueueStats.State.OPEN, QueueStats.State.FULL);
    }

    @Test
    default void a_listener_must_not_close_the_queue() throws Exception {
        List<MessageQueue<String>> opened = new CopyOnWriteArrayList<>();
        CompletableFuture<Boolean> closed = new CompletableFuture<>();
        MessageQueue<String> queue = open(QueueSpec.standard().listener(new QueueListener() {
            @Override
            public void acknowledged(String group, MessageId id) {
                try {
                    closed.complete(close(opened.get(0)));
                } catch (IllegalStateException e) {
                    closed.completeExceptionally(e);
                }
            }
        }));
        opened.add(queue);
        queue.send("a");
        take(queue).ack();

        assertThatExceptionOfType(ExecutionException.class)
                .isThrownBy(() -> closed.get(20, SECONDS))
                .withCauseInstanceOf(IllegalStateException.class);
        assertThat(queue.stats().state()).isEqualTo(QueueStats.State.OPEN);
    }

    /** What threads meet that are interrupted all the time. Thread-safe. */
    final class Storm {
        private final AtomicInteger interrupts = new AtomicInteger();
        private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();

        /** Calls again and again, until it is over or the call fails. */
        void stand(AtomicBoolean over, Callable<?> call) {
            while (!over.get()) {
                try {
                    call.call();
                } catch (InterruptedException e) {
                    interrupts.incrementAndGet();
                } catch (Exception | Error e) {
                    failures.add(e);
                    return;
                }
            }
        }
    }
}
