package dev.scalekit.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a queue makes of files that are not as it has left them, or cannot be read. */
final class DiskTroubleTest {
    private final TestTime time = new TestTime();
    private final SimDisk disk = new SimDisk();

    private HandDrivenQueue open(Disk used, QueueSpec spec) throws IOException {
        return HandDrivenQueue.open(
                used,
                FileQueueContractTest.builder(Path.of("unused"), spec, time).options());
    }

    @Test
    void browsing_ends_though_somebody_has_deleted_the_file() throws Exception {
        Set<String> gone = new HashSet<>();
        Disk losing = new ForwardingDisk(disk) {
            @Override
            public DiskFile open(String name) throws IOException {
                if (gone.contains(name)) {
                    throw new NoSuchFileException(name);
                }
                return super.open(name);
            }
        };
        try (HandDrivenQueue stepped = open(losing, QueueSpec.standard())) {
            stepped.send(3);
            gone.addAll(disk.list());

            assertThatThrownBy(() -> stepped.queue().browse(10))
                    .isInstanceOf(QueueIOException.class)
                    .hasRootCauseInstanceOf(NoSuchFileException.class);
        }
    }

    @Test
    void what_was_delayed_in_a_group_that_is_dropped_leaves_no_file() throws Exception {
        HandDrivenQueue killed = open(disk, QueueSpec.standard().groups("kept", "dropped"));
        for (int i = 0; i < 1_000; i++) {
            var unused = killed.queue().sendAsync(Message.of("m" + i).delay(Duration.ofDays(1)));
        }
        killed.call(() -> killed.queue().group("dropped").receive(Duration.ZERO));
        assertThat(disk.list()).anyMatch(name -> name.startsWith("delays-"));

        open(disk, QueueSpec.standard().groups("kept").drop("dropped"));

        assertThat(disk.list()).noneMatch(name -> name.startsWith("delays-"));
    }

    @Test
    void a_dead_letter_counts_from_one_also_if_its_attempts_cannot_be_forgotten() throws Exception {
        Disk keeping = new ForwardingDisk(disk) {
            @Override
            public DiskFile createUnforced(String name) throws IOException {
                if (disk.list().contains("attempts-0000000000000001")) {
                    throw new IOException("No space left on device");
                }
                return super.createUnforced(name);
            }
        };
        try (HandDrivenQueue stepped = open(keeping, QueueSpec.standard())) {
            MessageId dead = stepped.send(Message.of("dead"));
            Delivery<String> delivery = stepped.take();
            stepped.call(() -> {
                delivery.reject("no");
                return delivery;
            });
            MessageId open = stepped.send(Message.of("open"));
            stepped.take();

            // As before a redrive, after which the process is killed.
            stepped.get(stepped.engine().dispatcher().forgetAttempts(0, List.of(dead.value(), open.value())));

            assertThat(attempts()).containsExactlyInAnyOrderEntriesOf(Map.of(dead.value(), 0, open.value(), 1));
        }
    }

    private Map<Long, Integer> attempts() throws IOException {
        Map<Long, Integer> attempts = new HashMap<>();
        try (AttemptsFile file = AttemptsFile.open(disk)) {
            file.found().forEach((key, attempt) -> attempts.put(key.id(), attempt.count()));
        }
        return attempts;
    }
}
