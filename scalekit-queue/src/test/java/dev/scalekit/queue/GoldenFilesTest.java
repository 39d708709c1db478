package dev.scalekit.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.scalekit.queue.LogReader.RecordVisitor;
import dev.scalekit.queue.SteppedQueue.Clock;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** Opens files that an earlier state of the queue has written, of each version of the format. */
final class GoldenFilesTest {
    private static final String FILLER = "x".repeat(1_500);

    @TempDir
    Path folder;

    private final Clock clock = new Clock();

    @Test
    void version_1_is_read_as_it_was_written() throws Exception {
        copy("golden/v1");
        SteppedQueue queue = open(folder);

        assertThat(waiting(queue, 0)).containsExactly("plain", "keyed", "once", "later", "again");
        assertThat(waiting(queue, 1)).containsExactly("plain", "keyed", "once", "later", "dead", "again", "half");
        StoredMessage<String> keyed = queue.group(0).browse(10).get(1);
        assertThat(keyed.message().key()).contains("customer-7");
        assertThat(keyed.message().headers()).containsEntry("traceparent", "00-1-1-01");
        assertThat(keyed.sentAt()).isEqualTo(clock.instant());
        assertThat(queue.group(0).deadLetters().browse(10)).singleElement().satisfies(letter -> {
            assertThat(letter.stored().message().body()).isEqualTo("dead");
            assertThat(letter.reason()).isEqualTo("cannot be billed");
            assertThat(letter.attempts()).isEqualTo(1);
        });
        assertThat(sent(queue, Message.of("twice").deduplicationId("o-17")))
                .as("the id of a message that is gone")
                .isEqualTo(new MessageId(5));
        queue.close();
    }

    @Test
    void the_golden_files_hold_every_kind_of_record() throws Exception {
        copy("golden/v1");
        TreeSet<Integer> types = new TreeSet<>();

        Log.open(new FolderDisk(folder), new Log.Settings(SteppedQueue.SEGMENT_BYTES), new RecordVisitor() {
                    @Override
                    public void record(long segment, Frame frame) {
                        types.add((int) frame.type());
                    }

                    @Override
                    public void trim(long firstLive) {}
                })
                .close();

        assertThat(types).containsExactly(16, 17, 18, 19, 20, 21, 22, 23);
    }

    @Test
    void another_version_is_refused_and_left_alone() throws Exception {
        copy("golden/v1");
        Path segment = files().get(files().size() - 1);
        byte[] bytes = Files.readAllBytes(segment);
        for (int copy : new int[] {0, 2_048}) {
            bytes[copy + 11] = 2;
            int sum = Frame.checksum(ByteBuffer.wrap(bytes, copy, 32));
            ByteBuffer.wrap(bytes).putInt(copy + 32, sum);
        }
        Files.write(segment, bytes);
        Map<Path, byte[]> before = contents();

        assertThatThrownBy(() -> open(folder))
                .isInstanceOf(UnknownFormatException.class)
                .hasMessageContaining("has format version 2");
        assertThat(contents()).containsExactlyInAnyOrderEntriesOf(before);
    }

    /** Writes the files anew, into the folder that the property names: for a new version, never for an old one. */
    @Test
    @EnabledIfSystemProperty(named = "scalekit.golden", matches = ".+")
    void write_golden_files() throws Exception {
        SteppedQueue queue = open(Files.createDirectories(Path.of(System.getProperty("scalekit.golden"))));
        sent(queue, Message.of("plain"));
        sent(queue, Message.of("keyed").key("customer-7").header("traceparent", "00-1-1-01"));
        sent(queue, Message.of("once").deduplicationId("o-17"));
        sent(queue, Message.of("later").delay(Duration.ofDays(10)));
        sent(queue, Message.of("dead"));
        long again = sent(queue, Message.of("again")).value();
        queue.settle();
        takeAndReject(queue, "again", "mended since");
        while (queue.engine().store().log().chain().firstKey() < 3) {
            sent(queue, Message.of(FILLER));
            finish(queue, 0, FILLER);
            finish(queue, 1, FILLER);
        }
        takeAndReject(queue, "dead", "cannot be billed");
        queue.engine()
                .writer()
                .submit(new Buried(queue.engine().ledger(), 0, List.of(again), true, new Buried.Outcome() {
                    @Override
                    public void ended(Map<Long, Long> locations) {
                        assertThat(locations).hasSize(1);
                    }

                    @Override
                    public void failed(QueueException e) {
                        throw e;
                    }
                }));
        sent(queue, Message.of("half"));
        finish(queue, 0, "half");
        queue.settle();
        queue.close();
    }

    private void takeAndReject(SteppedQueue queue, String body, String reason) {
        Lease lease = take(queue, 0, body);
        lease.end(clock.nanos());
        queue.engine().consequences().bury(0, lease.item(), lease.attempt(), reason, new Bury.Outcome() {
            @Override
            public void buried(List<Long> dropped) {
                queue.engine().dispatcher().post(() -> queue.group(0).desk().ended(lease.item()));
            }

            @Override
            public void failed(QueueException e) {
                throw e;
            }
        });
        queue.settle();
    }

    private void finish(SteppedQueue queue, int group, String body) {
        CompletableFuture<Void> done =
                delivery(queue, group, take(queue, group, body)).ackAsync();
        queue.settle();
        done.join();
    }

    /** Takes messages until it is that one, and gives the others back. */
    private static Lease take(SteppedQueue queue, int group, String body) {
        Demand demand = queue.group(group).demand();
        queue.settle();
        Lease lease = Objects.requireNonNull(demand.lease());
        if (delivery(queue, group, lease).body().equals(body)) {
            return lease;
        }
        Lease found = take(queue, group, body);
        delivery(queue, group, lease).giveBack();
        queue.settle();
        return found;
    }

    private static LeasedDelivery<String> delivery(SteppedQueue queue, int group, Lease lease) {
        return new LeasedDelivery<>(queue.engine(), group, lease, SteppedQueue::text);
    }

    private static MessageId sent(SteppedQueue queue, Message<String> message) {
        CompletableFuture<MessageId> sent = queue.queue().sendAsync(message);
        queue.settle();
        return sent.join();
    }

    private static List<String> waiting(SteppedQueue queue, int group) {
        return queue.group(group).browse(100).stream()
                .map(stored -> stored.message().body())
                .toList();
    }

    private SteppedQueue open(Path where) throws IOException {
        return SteppedQueue.open(new FolderDisk(where), clock, Options.SILENT, false);
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }

    private Map<Path, byte[]> contents() throws IOException {
        Map<Path, byte[]> contents = new TreeMap<>();
        for (Path file : files()) {
            contents.put(file, Files.readAllBytes(file));
        }
        return contents;
    }

    private void copy(String resource) throws IOException, URISyntaxException {
        URL found = Objects.requireNonNull(GoldenFilesTest.class.getResource("/" + resource), resource);
        try (Stream<Path> files = Files.list(Path.of(found.toURI()))) {
            for (Path file : files.toList()) {
                Files.copy(file, folder.resolve(file.getFileName()));
            }
        }
    }
}
