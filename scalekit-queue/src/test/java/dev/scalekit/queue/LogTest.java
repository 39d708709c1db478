package dev.scalekit.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.scalekit.queue.Log.Settings;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class LogTest {
    private final SimDisk disk = new SimDisk();
    private final LogRun.Found found = new LogRun.Found();

    @Test
    void sequence_numbers_rise_over_batches_segments_and_openings() throws IOException {
        long first;
        long second;
        try (Log log = Log.open(disk, LogRun.SMALL, found)) {
            first = log.append(List.of(LogRun.entry("a"), LogRun.entry("b")));
            second = log.append(List.of(LogRun.entry("x".repeat(3_000))));
            long segment = log.activeSegment();
            long third = log.append(List.of(LogRun.entry("y".repeat(3_000))));

            assertThat(log.activeSegment()).isEqualTo(segment + 1);
            assertThat(second).isEqualTo(first + 2);
            assertThat(third).isGreaterThan(second);
        }
        try (Log log = Log.open(disk, LogRun.SMALL, found)) {
            assertThat(log.append(List.of(LogRun.entry("c")))).isGreaterThan(second);
        }
    }

    @Test
    void what_is_trimmed_is_deleted_and_not_told_again() throws IOException {
        try (Log log = Log.open(disk, LogRun.SMALL, found)) {
            log.append(List.of(LogRun.entry("old" + "x".repeat(3_000))));
            log.append(List.of(LogRun.entry("new" + "x".repeat(3_000))));
            log.trim(log.activeSegment(), List.of());
            Segment.deleteBefore(disk, log.activeSegment());

            assertThat(disk.list()).hasSize(1);
        }

        Log.open(disk, LogRun.SMALL, found).close();
        assertThat(found.records()).singleElement().asString().startsWith("new");
    }

    @Test
    void an_empty_record_and_the_largest_batch_fit_and_one_byte_more_does_not() throws IOException {
        int largest = (int) LogRun.SMALL.room() - BatchEnd.FRAME - Frame.HEAD;
        try (Log log = Log.open(disk, LogRun.SMALL, found)) {
            log.append(List.of(LogRun.entry("")));
            log.append(List.of(LogRun.entry("x".repeat(largest))));
            int operations = disk.operations();

            assertThatIllegalArgumentException()
                    .isThrownBy(() -> log.append(List.of(LogRun.entry("x".repeat(largest + 1)))))
                    .withMessageContaining("has room for " + LogRun.SMALL.room() + " bytes");
            assertThat(disk.operations()).as("nothing was written").isEqualTo(operations);
        }

        Log.open(disk, LogRun.SMALL, found).close();
        assertThat(found.records()).extracting(String::length).containsExactly(0, largest);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, 4_096, 8_191, 10_000})
    void a_length_of_segments_that_cannot_be_is_refused(int segmentBytes) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Settings(segmentBytes))
                .withMessageContaining("segmentBytes must be a multiple of 4096 and at least 8192: " + segmentBytes);
    }

    @Test
    void an_unfinished_segment_is_deleted_and_its_number_is_not_used_again() throws IOException {
        disk.create(Segment.name(7) + Segment.UNFINISHED).close();

        try (Log log = Log.open(disk, LogRun.SMALL, found)) {
            assertThat(log.activeSegment()).isEqualTo(8);
            assertThat(disk.list()).containsExactly(Segment.name(8));
        }
    }

    @Test
    void what_cannot_be_deleted_does_not_keep_a_log_from_being_opened() throws IOException {
        disk.create(Segment.name(7) + Segment.UNFINISHED).close();
        Disk keeping = new ForwardingDisk(disk) {
            @Override
            public void delete(String name) throws IOException {
                throw new IOException("Input/output error");
            }
        };

        try (Log log = Log.open(keeping, LogRun.SMALL, found)) {
            log.append(List.of(LogRun.entry("first")));
        }

        Log.open(disk, LogRun.SMALL, found).close();
        assertThat(found.records()).containsExactly("first");
        assertThat(disk.list()).containsExactly(Segment.name(8), Segment.name(9));
    }

    @Test
    void openings_that_append_nothing_take_one_segment_together() throws IOException {
        append("before");
        Log.open(disk, LogRun.SMALL, found).close();
        Set<String> files = disk.list();

        Log.open(disk, LogRun.SMALL, found).close();
        append("after");

        assertThat(disk.list()).isEqualTo(files);
        LogRun.Found all = new LogRun.Found();
        Log.open(disk, LogRun.SMALL, all).close();
        assertThat(all.records()).containsExactly("before", "after");
    }

    private void append(String record) throws IOException {
        try (Log log = Log.open(disk, LogRun.SMALL, new LogRun.Found())) {
            log.append(List.of(LogRun.entry(record)));
        }
    }

    @Test
    void nothing_is_written_over_what_an_interrupted_write_has_left() throws IOException {
        Log.open(disk, LogRun.SMALL, found).close();
        String left = Segment.name(1);
        disk.bytes(left)[LogRun.SMALL.segmentBytes() - SegmentHeader.MARK_BYTES - 1] = 1;
        byte[] before = disk.bytes(left).clone();

        append("later");

        assertThat(disk.bytes(left)).isEqualTo(before);
        assertThat(disk.list()).containsExactlyInAnyOrder(left, Segment.name(2));
    }

    @Test
    void other_files_of_the_folder_are_left_alone() throws IOException {
        disk.create("LOCK").close();

        Log.open(disk, LogRun.SMALL, found).close();

        assertThat(disk.list()).containsExactly("LOCK", Segment.name(1));
    }
}
