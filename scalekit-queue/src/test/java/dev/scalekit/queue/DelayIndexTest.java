package dev.scalekit.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.scalekit.queue.SimDisk.Fault;
import dev.scalekit.queue.SimDisk.FaultAt;
import dev.scalekit.testkit.Effort;
import dev.scalekit.testkit.Seeds;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DelayIndexTest {
    private static final long SEED = 31;
    private static final long NOW = 1_800_000_000_123L;
    private static final long MINUTE = Duration.ofMinutes(1).toMillis();
    private static final long TWO_DAYS = Duration.ofDays(2).toMillis();

    @TempDir
    Path folder;

    private final SimDisk disk = new SimDisk();
    private final DelayIndex index = new DelayIndex(disk, "delay-0");

    @Test
    void entries_come_when_they_are_due_the_earliest_first() throws IOException {
        index.add(NOW + 2_000, 1);
        index.add(NOW + 1_000, 9);
        index.add(NOW + 1_000, 8);
        index.add(NOW + TWO_DAYS, 2);

        assertThat(index.poll(NOW + 999)).isEqualTo(-1);
        assertThat(index.nextDue()).isEqualTo(NOW + 1_000);
        assertThat(index.poll(NOW + 1_000)).isEqualTo(8);
        assertThat(index.poll(NOW + 1_000)).isEqualTo(9);
        assertThat(index.poll(NOW + 1_000)).isEqualTo(-1);
        assertThat(index.poll(NOW + 2_000)).isEqualTo(1);
        assertThat(index.size()).isEqualTo(1);
        assertThat(index.nextDue()).isBetween(NOW + 2_000, NOW + TWO_DAYS);
    }

    @Test
    void an_index_without_entries_has_no_next() throws IOException {
        index.add(NOW, 1);
        index.poll(NOW);

        assertThat(index.poll(NOW + TWO_DAYS)).isEqualTo(-1);
        assertThat(index.nextDue()).isEqualTo(Long.MAX_VALUE);
        assertThat(index.size()).isZero();
    }

    @Test
    void who_only_polls_when_there_is_a_next_gets_every_entry_in_time() throws IOException {
        RandomGenerator random = Seeds.random(SEED);
        TreeSet<Long> dues = new TreeSet<>();
        for (int i = 0; i < 500; i++) {
            long due = NOW + random.nextLong((40 * TWO_DAYS) >> random.nextInt(24));
            if (dues.add(due)) {
                index.add(due, due);
            }
        }

        int polls = 0;
        for (long now = NOW; !dues.isEmpty(); polls++) {
            long next = index.nextDue();
            assertThat(next).isLessThanOrEqualTo(dues.first());
            now = Math.max(now, next);
            long polled = index.poll(now);
            if (polled != -1) {
                assertThat(polled).isEqualTo(now).isEqualTo(dues.pollFirst());
            }
        }

        assertThat(polls).isLessThan(1_500);
    }

    @Test
    void times_without_end_and_before_all_others_are_times() throws IOException {
        index.add(Long.MAX_VALUE, 3);
        index.add(Long.MAX_VALUE - 1, 2);
        index.add(Long.MIN_VALUE, 1);

        assertThat(index.poll(Long.MIN_VALUE)).isEqualTo(1);
        assertThat(index.poll(Long.MIN_VALUE)).isEqualTo(-1);
        assertThat(index.poll(Long.MAX_VALUE - 1)).isEqualTo(2);
        assertThat(index.poll(Long.MAX_VALUE - 1)).isEqualTo(-1);
        assertThat(index.poll(Long.MAX_VALUE)).isEqualTo(3);
    }

    @Test
    void it_answers_like_a_tree_set_with_200_000_entries_over_48_hours() throws IOException {
        try (DelayIndex tested = new DelayIndex(new FolderDisk(folder), "delay-0")) {
            new Run(tested, Seeds.random(SEED)).addAndPoll(Effort.upTo(200_000));
        }

        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void it_answers_like_a_tree_set_whatever_the_clock_does() {
        Seeds.forAll(SEED, 30, RandomGenerator::nextLong, seed -> {
            try (DelayIndex tested = new DelayIndex(new SimDisk(), "delay-0")) {
                new Run(tested, Seeds.random(seed)).addAndPoll(1_000);
            }
        });
    }

    @Test
    void an_error_of_the_disk_changes_nothing() {
        Seeds.forAll(SEED, 20, RandomGenerator::nextLong, seed -> {
            RandomGenerator random = Seeds.random(seed);
            DelayIndex tested = new DelayIndex(new FlakyDisk(new SimDisk(), random, 3 + random.nextInt(8)), "delay-0");
            Run run = new Run(tested, random);

            run.addAndPoll(5_000);

            assertThat(run.errors).isGreaterThan(50);
        });
    }

    @Test
    void an_error_of_the_disk_with_many_of_one_time_changes_nothing() throws IOException {
        RandomGenerator random = Seeds.random(SEED);
        DelayIndex tested = new DelayIndex(new FlakyDisk(new FolderDisk(folder), random, 10), "delay-0");
        Run run = new Run(tested, random);

        for (int i = 0; i < 3 * DelayHeap.CAPACITY; i++) {
            run.add(NOW + random.nextLong(3));
            if (i == DelayHeap.CAPACITY) {
                run.poll();
            }
        }

        run.pollAll(TWO_DAYS);

        assertThat(run.errors).isGreaterThan(20);
    }

    @Test
    void two_million_entries_over_48_hours_take_little_memory() throws IOException {
        int count = Effort.upTo(2_000_000);
        RandomGenerator random = Seeds.random(SEED);
        try (DelayIndex tested = new DelayIndex(new FolderDisk(folder), "delay-0")) {
            tested.poll(NOW);
            int most = 0;
            for (int i = 0; i < count; i++) {
                tested.add(NOW + random.nextLong(TWO_DAYS), i);
                most = i % 1_000 == 0 ? Math.max(most, tested.inMemory()) : most;
            }
            int left = count;
            for (long now = NOW; now <= NOW + TWO_DAYS; now += MINUTE) {
                most = Math.max(most, tested.inMemory());
                while (tested.poll(now) != -1) {
                    left--;
                }
            }

            assertThat(left).isZero();
            assertThat(most).as("16 bytes each").isLessThan(100_000);
        }
    }

    @Test
    void a_million_entries_of_one_time_take_little_memory() throws IOException {
        int count = Effort.upTo(1_000_000);
        try (DelayIndex tested = new DelayIndex(new FolderDisk(folder), "delay-0")) {
            for (int i = 0; i < count / 2; i++) {
                tested.add(NOW + TWO_DAYS, count - 1 - i);
            }
            tested.poll(NOW + TWO_DAYS - 1);
            for (int i = 0; i < count / 2; i++) {
                tested.add(NOW + TWO_DAYS, i);
            }

            assertThat(tested.inMemory()).as("16 bytes each").isLessThan(100_000);
            for (int i = 0; i < count; i++) {
                assertThat(tested.poll(NOW + TWO_DAYS)).isEqualTo(i);
            }
            assertThat(tested.size()).isZero();
        }
    }

    @Test
    void entries_of_very_many_days_take_little_memory() throws IOException {
        int days = 3_000;
        for (int round = 0; round < 2; round++) {
            for (int day = 0; day < days; day++) {
                index.add(NOW + Duration.ofDays(day).toMillis(), round * days + day);
            }
        }

        assertThat(index.inMemory()).isLessThan(200);
        for (int day = 0; day < days; day++) {
            long now = NOW + Duration.ofDays(day).toMillis();
            assertThat(index.poll(now)).isEqualTo(day);
            assertThat(index.poll(now)).isEqualTo(days + day);
            assertThat(index.poll(now)).isEqualTo(-1);
        }
    }

    @Test
    void nothing_is_forced() throws IOException {
        disk.fail(new FaultAt(1, Fault.EIO_FOR_EVER));
        index.add(NOW, 1);

        assertThat(disk.operations()).isZero();
        assertThat(index.poll(NOW)).isEqualTo(1);
    }

    @Test
    void an_entry_that_could_not_be_added_is_not_there() throws IOException {
        for (int i = 0; i < 256; i++) {
            index.add(NOW, i);
        }
        disk.fail(new FaultAt(1, Fault.FULL));

        assertThatExceptionOfType(IOException.class).isThrownBy(() -> index.add(NOW, 256));

        assertThat(index.size()).isEqualTo(256);
        for (int i = 0; i < 256; i++) {
            assertThat(index.poll(NOW)).isEqualTo(i);
        }
        assertThat(index.poll(NOW)).isEqualTo(-1);
    }

    @Test
    void only_its_own_files_are_deleted() throws IOException {
        disk.create("segment-0000000000000001").close();
        disk.create("delay-0-1-0000000000000001").close();
        disk.create("delay-00000000000000001").close();
        for (int i = 0; i < 1_000; i++) {
            index.add(NOW, i);
        }
        assertThat(disk.list()).contains("delay-0-0000000000000001");

        index.close();

        assertThat(disk.list())
                .containsExactly("delay-0-1-0000000000000001", "delay-00000000000000001", "segment-0000000000000001");
    }

    /** An index and a model of it, to which the same happens. */
    private static final class Run {
        private final DelayIndex index;
        private final RandomGenerator random;
        private final TreeSet<Due> model =
                new TreeSet<>(Comparator.comparingLong(Due::millis).thenComparingLong(Due::location));
        private long now = NOW;
        private long locations;
        private int errors;

        Run(DelayIndex index, RandomGenerator random) {
            this.index = index;
            this.random = random;
        }

        void addAndPoll(int count) throws IOException {
            while (locations < count) {
                now += clock(count);
                for (int i = random.nextInt(20); i > 0; i--) {
                    add(now + delay());
                }
                for (int i = random.nextInt(30); i > 0 && poll(); i--) {
                    // As far as there are any.
                }
            }
            pollAll(TWO_DAYS);
        }

        /** In all about two days, with jumps. */
        private long clock(int count) {
            return switch (random.nextInt(500)) {
                case 0 -> Duration.ofHours(random.nextInt(-3, 30)).toMillis();
                case 1, 2, 3 -> -Duration.ofMinutes(random.nextInt(60)).toMillis();
                default -> random.nextLong(1 + TWO_DAYS * 20 / count);
            };
        }

        private long delay() {
            return switch (random.nextInt(10)) {
                case 0 -> -random.nextLong(10_000);
                case 1, 2, 3 -> random.nextLong(2 * MINUTE);
                case 4 -> random.nextLong(200) * MINUTE;
                // More buckets than may have a buffer.
                case 5 -> random.nextLong(100 * TWO_DAYS);
                default -> random.nextLong(TWO_DAYS);
            };
        }

        void add(long due) {
            // Locations rise and fall, and are all different.
            long location = locations++ ^ 0x555;
            try {
                index.add(due, location);
                model.add(new Due(due, location));
            } catch (IOException e) {
                // Then it is not there.
                errors++;
            }
            requireSame();
        }

        /** Returns whether there may be more. */
        boolean poll() {
            boolean due = !model.isEmpty() && model.first().millis() <= now;
            try {
                assertThat(index.poll(now)).isEqualTo(due ? model.first().location() : -1);
            } catch (IOException e) {
                errors++;
                requireSame();
                return true;
            }
            if (due) {
                model.pollFirst();
            }
            requireSame();
            return due;
        }

        void pollAll(long step) throws IOException {
            while (!model.isEmpty()) {
                now = Math.max(now + step, index.nextDue());
                while (poll()) {
                    // All that are due.
                }
            }
            assertThat(index.nextDue()).isEqualTo(Long.MAX_VALUE);
            assertThat(index.inMemory()).isZero();
        }

        private void requireSame() {
            assertThat(index.size()).isEqualTo(model.size());
            if (!model.isEmpty()) {
                assertThat(index.nextDue()).isLessThanOrEqualTo(model.first().millis());
            }
        }
    }

    private record Due(long millis, long location) {}
}
