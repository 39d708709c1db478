package dev.scalekit.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.scalekit.queue.SalvageReport.Range;
import dev.scalekit.testkit.ChildJvm;
import dev.scalekit.testkit.OwnedProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The tool as it is called, on a real file system. */
final class SalvageTest {
    @TempDir
    Path temporary;

    private Path from;
    private Path to;

    @BeforeEach
    void damage() throws IOException {
        from = temporary.resolve("orders");
        to = temporary.resolve("salvaged");
        try (FolderLock lock = FolderLock.of(from);
                Log log = Log.open(new FolderDisk(lock.directory()), LogRun.SMALL, new LogRun.Found())) {
            log.append(List.of(LogRun.entry("first")));
            log.append(List.of(LogRun.entry("second")));
            log.append(List.of(LogRun.entry("third")));
        }
        Path segment = from.resolve(Segment.name(1));
        byte[] bytes = Files.readAllBytes(segment);
        bytes[4_096 + 48 + 48 + 32 + 48 + 24] ^= 1;
        Files.write(segment, bytes);
    }

    @Test
    void what_can_be_read_is_in_the_new_directory_and_the_old_one_is_as_it_was() throws IOException {
        byte[] before = Files.readAllBytes(from.resolve(Segment.name(1)));

        SalvageReport report = Salvage.run(from, to);

        assertThat(report.recordsKept()).isEqualTo(2);
        assertThat(report.missingSequences()).containsExactly(new Range(3, 4));
        assertThat(report.losesAcknowledged()).isTrue();
        assertThat(Numbered.of(new FolderDisk(to)).values()).containsExactly("first", "third");
        assertThat(from.resolve(Segment.name(1))).hasBinaryContent(before);
        assertThat(names(from)).containsExactlyInAnyOrder("LOCK", "LOCK.jvm", Segment.name(1));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(to)))
                .isEqualTo("rwx------");
        assertThat(names(temporary)).containsExactlyInAnyOrder("orders", "salvaged");
    }

    @Test
    void a_queue_that_is_open_is_not_salvaged() throws IOException {
        try (FolderLock lock = FolderLock.of(from)) {
            assertThatThrownBy(() -> Salvage.run(lock.directory(), to)).isInstanceOf(QueueInUseException.class);
        }

        assertThat(to).doesNotExist();
    }

    @Test
    void nothing_is_overwritten() throws IOException {
        Files.createDirectory(to);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Salvage.run(from, to))
                .withMessageContaining("must not exist");
        Files.move(to, temporary.resolve("salvaged.unfinished"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Salvage.run(from, to))
                .withMessageContaining("delete " + temporary.resolve("salvaged.unfinished"));
    }

    @Test
    void the_damaged_directory_takes_no_new_one() throws IOException {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Salvage.run(from, from.resolve("below")))
                .withMessageContaining("must not be in from");
        assertThat(names(from)).doesNotContain("below", "below.unfinished");
    }

    @Test
    void what_is_no_queue_is_refused_and_nothing_is_left() throws IOException {
        Path other = Files.createDirectory(temporary.resolve("other"));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> Salvage.run(other, to))
                .withMessageContaining("There is no queue in");
        assertThatIllegalArgumentException().isThrownBy(() -> Salvage.run(temporary.resolve("missing"), to));
        assertThat(names(temporary)).containsExactlyInAnyOrder("orders", "other");
    }

    @Test
    void an_interrupted_thread_salvages_and_is_still_interrupted() throws IOException {
        Thread.currentThread().interrupt();
        try {
            assertThat(Salvage.run(from, to).recordsKept()).isEqualTo(2);
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @Test
    void the_command_prints_what_is_lost() throws IOException {
        List<String> lines = new ArrayList<>();
        try (OwnedProcess process = OwnedProcess.startPiped(
                "Salvage",
                ChildJvm.command(Salvage.class, List.of(from.toString(), to.toString())),
                temporary.resolve("errors"))) {
            process.output().lines().forEach(lines::add);
        }

        assertThat(lines)
                .containsExactly(
                        "Kept 2 records of 1 files. Acknowledged records are LOST.",
                        "segment-0000000000000001: kept 2 records",
                        "  unreadable bytes [4272, 4304)",
                        "Missing records: sequence numbers [3, 4)");
    }

    private static List<String> names(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> String.valueOf(file.getFileName())).toList();
        }
    }
}
