package dev.scalekit.queue;

import static dev.scalekit.testkit.KillLoop.acknowledge;
import static dev.scalekit.testkit.KillLoop.attempt;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.scalekit.testkit.ChildJvm;
import dev.scalekit.testkit.Effort;
import dev.scalekit.testkit.KillLoop;
import dev.scalekit.testkit.Tally;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A real process with a queue on a real file system, killed at any moment. */
final class QueueKillTest {
    private static final long SEED = 29;
    private static final int MAXIMUM_ATTEMPTS = SteppedQueue.MAXIMUM_ATTEMPTS;

    @TempDir
    Path folder;

    private final QueuePromises promises = new QueuePromises(SteppedQueue.GROUPS.size());
    private final SteppedQueue.Clock clock = new SteppedQueue.Clock();
    private int batches;

    static FileQueueBuilder<String> builder(Path folder) {
        return FileQueue.builder(folder, (String body) -> body.getBytes(UTF_8), SteppedQueue::text)
                .groups(SteppedQueue.GROUPS.get(0), SteppedQueue.GROUPS.get(1))
                .minimumFreeDisk(0)
                .maximumMessageBytes(1_024)
                .segmentBytes(18 * SegmentHeader.BYTES)
                .maximumBytes(256 << 20)
                .maximumMessages(1_000)
                .whenFull(WhenFull.waitUpTo(Duration.ofMinutes(1)))
                .maximumAttempts(MAXIMUM_ATTEMPTS)
                .retryDelay(Retry.fixed(Duration.ofMillis(1)));
    }

    @Test
    @Timeout(3_600)
    void what_was_promised_holds_after_every_kill() throws Exception {
        long told;
        try (Tally tally = Tally.of("queue.messages-kill-cycles", SEED)) {
            told = KillLoop.of(Life.class, folder.toString())
                    .cycles(Effort.scaled(50))
                    .maximumAcknowledgements(Math.max(100, Effort.scaled(100)))
                    .maximumStart(Duration.ofMillis(300))
                    .run(SEED, cycle -> tally.count(() -> check(cycle)));
        }
        SteppedQueue queue = open();
        promises.reopened();
        new QueueCheck(promises, clock).drain(queue);
        promises.requireDrained(QueueView.of(queue.engine()));
        queue.close();

        // Some lives end before they have told anything.
        assertThat(told).isGreaterThan(Effort.scaled(50) * 4L);
    }

    private SteppedQueue open() throws IOException {
        return SteppedQueue.open(new FolderDisk(folder), clock, new QueueListener() {}, false);
    }

    private void check(KillLoop.Cycle cycle) throws IOException {
        cycle.attempted().forEach(line -> attempted(line.split(" ")));
        cycle.acknowledged().forEach(line -> acknowledged(line.split(" ")));
        SteppedQueue queue = open();
        promises.reopened();
        promises.settle(QueueView.of(queue.engine()));
        queue.close();
        promises.reopened();
        promises.forgetDone();
    }

    private void attempted(String... words) {
        switch (words[0]) {
            case "send" -> promises.sending(message(words[1], words[2]), 0, ++batches);
            case "have" ->
                promises.delivered(group(words), words[2], Long.parseLong(words[3]), Integer.parseInt(words[4]));
            case "ack" -> promises.acknowledging(promises.byBody(words[2]), group(words));
            case "reject" -> promises.rejecting(promises.byBody(words[2]), group(words));
            case "remove" -> promises.removing(promises.byBody(words[2]), group(words));
            default -> throw new IllegalArgumentException(words[0]);
        }
    }

    private void acknowledged(String... words) {
        switch (words[0]) {
            case "send" -> promises.stored(promises.byBody(words[1]), Long.parseLong(words[3]));
            case "ack", "remove" -> promises.acknowledged(promises.byBody(words[2]), group(words));
            case "reject" -> promises.died(promises.byBody(words[2]), group(words));
            default -> throw new IllegalArgumentException(words[0]);
        }
    }

    private static int group(String... words) {
        return Integer.parseInt(words[1]);
    }

    private static Message<String> message(String body, String key) {
        return Message.of(body).key(key);
    }

    /** Sends in one thread, and receives and answers in one for each group. */
    static final class Life {
        /** A consumer has failed, and the cycle with it: the loop reports a program that ends by itself. */
        static final int FAILED = 9;

        private Life() {}

        public static void main(String[] arguments) throws Exception {
            FileQueue<String> queue = builder(Path.of(arguments[0])).build();
            for (int group = 0; group < SteppedQueue.GROUPS.size(); group++) {
                int of = group;
                Thread consumer = new Thread(() -> consume(queue, of), "consumer-" + group);
                consumer.start();
            }
            String life = Long.toHexString(ProcessHandle.current().pid()) + "." + System.nanoTime();
            for (int i = 0; ; i++) {
                String body = i + "-" + life + "x".repeat(i * 37 % 400);
                attempt("send " + body + " key" + i % 5);
                MessageId id = queue.send(message(body, "key" + i % 5));
                acknowledge("send " + body + " key" + i % 5 + " " + id.value());
            }
        }

        private static void consume(FileQueue<String> queue, int group) {
            try {
                removeDead(group, queue.group(SteppedQueue.GROUPS.get(group)).deadLetters());
                for (int i = 0; ; i++) {
                    Delivery<String> delivery = queue.group(SteppedQueue.GROUPS.get(group))
                            .receive(Duration.ofSeconds(1))
                            .orElse(null);
                    if (delivery != null) {
                        answer(group, delivery, i);
                    }
                }
            } catch (Exception | Error e) {
                e.printStackTrace();
                Runtime.getRuntime().halt(FAILED);
            }
        }

        /** What lives before this one have left: a long run would have too many. */
        private static void removeDead(int group, DeadLetters<String> letters) {
            for (DeadLetter<String> letter : letters.browse(1_000)) {
                String what =
                        "remove " + group + " " + letter.stored().message().body();
                attempt(what);
                letters.remove(letter.stored().id());
                acknowledge(what);
            }
        }

        private static void answer(int group, Delivery<String> delivery, int number) {
            String what = group + " " + delivery.body();
            attempt("have " + what + " " + delivery.id().value() + " " + delivery.attempt());
            if (number % 11 == 10 && delivery.attempt() < MAXIMUM_ATTEMPTS) {
                delivery.retryAfter(Duration.ZERO);
            } else if (number % 17 == 16) {
                attempt("reject " + what);
                delivery.reject("rejected");
                acknowledge("reject " + what);
            } else {
                attempt("ack " + what);
                delivery.ack();
                acknowledge("ack " + what);
            }
        }
    }

    @Test
    @Timeout(120)
    void a_message_that_kills_its_process_runs_out_of_attempts_and_the_others_get_on() throws Exception {
        try (FileQueue<String> queue = builder(folder).build()) {
            queue.sendAll(List.of(Message.of("before"), Message.of(Poisoned.POISON), Message.of("after")));
        }
        List<Integer> exits = new ArrayList<>();
        do {
            Process process = new ProcessBuilder(ChildJvm.command(Poisoned.class, List.of(folder.toString())))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            exits.add(process.exitValue());
        } while (exits.size() < 10 && exits.get(exits.size() - 1) != 0);

        assertThat(exits).containsExactly(Poisoned.HALTED, Poisoned.HALTED, Poisoned.HALTED, 0);
        try (FileQueue<String> queue = builder(folder).build()) {
            Group<String> group = queue.group(SteppedQueue.GROUPS.get(0));
            assertThat(group.receive(Duration.ofMillis(1))).isEmpty();
            assertThat(group.deadLetters().browse(10)).singleElement().satisfies(letter -> {
                assertThat(letter.stored().message().body()).isEqualTo(Poisoned.POISON);
                assertThat(letter.attempts()).isEqualTo(MAXIMUM_ATTEMPTS);
            });
        }
    }

    /** Handles all messages of a group, and one of them ends the process. */
    static final class Poisoned {
        static final String POISON = "poison";
        static final int HALTED = 7;

        private Poisoned() {}

        public static void main(String[] arguments) throws Exception {
            try (FileQueue<String> queue = builder(Path.of(arguments[0])).build()) {
                Group<String> group = queue.group(SteppedQueue.GROUPS.get(0));
                try (Consumer consumer = group.consume(ConsumerOptions.concurrency(1), Poisoned::handle)) {
                    consumer.drain(Duration.ofSeconds(30));
                }
            }
        }

        private static void handle(Delivery<String> delivery) {
            if (delivery.body().equals(POISON)) {
                Runtime.getRuntime().halt(HALTED);
            }
            // Durable at once: what is only on its way to the medium is handed out again after the halt, and counted.
            delivery.ack();
        }
    }
}
