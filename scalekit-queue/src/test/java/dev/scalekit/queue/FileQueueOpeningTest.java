package dev.scalekit.queue;

import static dev.scalekit.queue.QueueFixture.eventually;
import static dev.scalekit.queue.QueueFixture.take;
import static dev.scalekit.queue.QueueFixture.takeAll;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What opening a queue finds, and what it must not touch. */
final class FileQueueOpeningTest {
    @TempDir
    Path folder;

    private final TestTime time = new TestTime();

    private FileQueueBuilder<String> builder() {
        return FileQueueFixture.builder(folder.resolve("q"), QueueSpec.standard(), time);
    }

    @Test
    void a_second_queue_on_a_directory_is_refused_until_the_first_is_closed() throws Exception {
        try (FileQueue<String> queue = builder().build()) {
            queue.send("a");

            assertThatExceptionOfType(QueueInUseException.class)
                    .isThrownBy(() -> builder().build())
                    .withMessageContaining("q")
                    .satisfies(e -> assertThat(e.holder())
                            .contains(Long.toString(ProcessHandle.current().pid())));
        }
        try (FileQueue<String> queue = builder().build()) {
            assertThat(takeAll(queue)).containsExactly("a");
        }
    }

    @Test
    void a_directory_that_is_a_link_or_that_others_may_write_to_is_refused() throws Exception {
        assumeThat(FolderDisk.isPosix(folder)).isTrue();
        Path real = Files.createDirectory(folder.resolve("real"));
        Files.createSymbolicLink(folder.resolve("q"), real);
        assertThatThrownBy(() -> builder().build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("symbolic link");
        assertThat(real).isEmptyDirectory();

        Files.delete(folder.resolve("q"));
        Path open = Files.createDirectory(folder.resolve("q"));
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxrwxrwx"));
        assertThatThrownBy(() -> builder().build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("rwxrwxrwx");
        assertThat(open).isEmptyDirectory();
    }

    @Test
    void what_it_creates_is_for_its_owner_only_and_stays_in_the_directory() throws Exception {
        assumeThat(FolderDisk.isPosix(folder)).isTrue();
        try (FileQueue<String> queue = builder().build()) {
            queue.send("a");
            take(queue).ack();
        }

        for (Path file : files()) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .as(file.toString())
                    .isEqualTo("rw-------");
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("q"))))
                .isEqualTo("rwx------");
        assertThat(folder.toFile().list()).containsExactly("q");
    }

    @Test
    void a_segment_that_is_a_link_is_refused_and_not_followed() throws Exception {
        try (FileQueue<String> queue = builder().build()) {
            queue.send("a");
        }
        Path segment = files().stream()
                .filter(file -> file.getFileName().toString().startsWith("segment-"))
                .findFirst()
                .orElseThrow();
        Path elsewhere = folder.resolve("elsewhere");
        Files.move(segment, elsewhere);
        Files.createSymbolicLink(segment, elsewhere);

        assertThatThrownBy(() -> builder().build())
                .isInstanceOf(QueueIOException.class)
                .hasMessageContaining("it is a link");
    }

    @Test
    void damage_is_refused_and_nothing_is_touched() throws Exception {
        try (FileQueue<String> queue = builder().build()) {
            queue.send("a");
        }
        Path segment = files().stream()
                .filter(file -> file.getFileName().toString().startsWith("segment-"))
                .sorted()
                .findFirst()
                .orElseThrow();
        byte[] intact = Files.readAllBytes(segment);
        overwrite(segment, 4_200, new byte[] {1, 2, 3, 4, 5, 6, 7, 8});
        Map<String, FileTime> before = state();

        assertThatExceptionOfType(CorruptLogException.class)
                .isThrownBy(() -> builder().build())
                .satisfies(e -> assertThat(e.file()).startsWith("segment-"));

        assertThat(state()).isEqualTo(before);
        Files.write(segment, intact);
        try (FileQueue<String> queue = builder().build()) {
            assertThat(takeAll(queue)).containsExactly("a");
        }
    }

    private static void overwrite(Path file, long at, byte[] bytes) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(bytes), at);
        }
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> all = Files.list(folder.resolve("q"))) {
            return all.toList();
        }
    }

    private Map<String, FileTime> state() throws IOException {
        Map<String, FileTime> state = new TreeMap<>();
        for (Path file : files()) {
            if (file.getFileName().toString().startsWith("segment-")) {
                state.put(file.getFileName() + " " + Files.size(file), Files.getLastModifiedTime(file));
            }
        }
        return state;
    }

    @Test
    void a_deduplication_id_outlives_the_segment_of_its_message() throws Exception {
        MessageId first;
        try (FileQueue<String> queue = builder().build()) {
            first = queue.send(Message.of("a").deduplicationId("o-1"));
            take(queue).ack();
            String oldest = oldestSegment();
            List<Message<String>> large = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                large.add(Message.of("x".repeat(150_000)));
            }
            for (int round = 0; round < 3; round++) {
                queue.sendAll(large);
                for (int i = 0; i < large.size(); i++) {
                    take(queue).ack();
                }
            }
            eventually("the segment to go", () -> !oldestSegment().equals(oldest));

            assertThat(queue.send(Message.of("b").deduplicationId("o-1"))).isEqualTo(first);
        }
        try (FileQueue<String> queue = builder().build()) {
            assertThat(queue.send(Message.of("c").deduplicationId("o-1"))).isEqualTo(first);
            assertThat(takeAll(queue)).isEmpty();
        }
    }

    private String oldestSegment() {
        try {
            return files().stream()
                    .map(file -> file.getFileName().toString())
                    .filter(name -> Segment.number(name).isPresent())
                    .sorted()
                    .findFirst()
                    .orElseThrow();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
