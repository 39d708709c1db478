package dev.scalekit.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.scalekit.queue.Disk.DiskFile;
import dev.scalekit.queue.SimDisk.Fault;
import dev.scalekit.queue.SimDisk.FaultAt;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The simulated disk itself, where the tests of the log do not show it. */
final class SimDiskTest {
    private final SimDisk disk = new SimDisk();

    @Test
    void of_a_hint_everything_may_be_left_and_it_makes_no_more_states() throws IOException {
        DiskFile file = disk.create("file");
        file.write(0, ByteBuffer.wrap(new byte[] {1}));
        int states = disk.crashStates().size();
        DiskFile hint = disk.createUnforced("hint");
        hint.write(0, ByteBuffer.wrap(new byte[] {7, 7}));
        disk.createUnforced("other").write(0, ByteBuffer.wrap(new byte[] {8}));

        List<String> left = new ArrayList<>();
        for (SimDisk state : disk.crashStates()) {
            left.add(state.list().contains("hint") ? Arrays.toString(state.bytes("hint")) : "gone");
        }

        assertThat(left).hasSize(states).contains("gone", "[0, 0]", "[-91, -91]", "[7, 7]");
    }

    @Test
    void what_was_not_forced_may_be_garbage_where_there_was_something_before_but_not_if_it_was_the_same()
            throws IOException {
        DiskFile file = disk.create("file");
        file.write(0, ByteBuffer.wrap(new byte[] {1, 2, 3}));
        file.force(true);
        disk.forceDirectory();

        file.write(1, ByteBuffer.wrap(new byte[] {2}));
        file.write(2, ByteBuffer.wrap(new byte[] {4}));

        List<String> left = new ArrayList<>();
        for (SimDisk state : disk.crashStates()) {
            left.add(Arrays.toString(state.bytes("file")));
        }
        assertThat(left).containsOnly("[1, 2, 3]", "[1, 2, 4]", "[1, 2, -91]");
    }

    @Test
    void a_hint_that_was_deleted_may_come_back_until_the_folder_is_forced() throws IOException {
        disk.createUnforced("hint");
        disk.create("file");
        disk.create("another");
        disk.delete("hint");

        assertThat(disk.list()).containsExactly("another", "file");
        assertThat(disk.crashStates()).anyMatch(state -> state.list().contains("hint"));
        disk.forceDirectory();
        assertThat(disk.crashStates()).noneMatch(state -> state.list().contains("hint"));
    }

    @Test
    void a_hint_is_one_under_another_name_and_after_a_power_cut_too() throws IOException {
        disk.createUnforced("hint.new");
        disk.rename("hint.new", "hint");
        disk.fail(new FaultAt(10, Fault.CRASH));

        disk.open("hint").write(0, ByteBuffer.allocate(1));
        SimDisk left = disk.crashStates().get(0);
        left.open("hint").write(0, ByteBuffer.allocate(1));

        assertThat(left.crashStates()).hasSize(1);
        assertThatIllegalStateException()
                .isThrownBy(() -> left.open("hint").force(false))
                .withMessageContaining("never forced");
    }

    @Test
    void there_is_room_until_the_disk_is_full() {
        assertThat(disk.usableSpace()).isEqualTo(Long.MAX_VALUE);

        disk.fail(new FaultAt(0, Fault.FULL));

        assertThat(disk.usableSpace()).isZero();
    }
}
