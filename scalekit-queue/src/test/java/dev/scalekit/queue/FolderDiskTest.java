package dev.scalekit.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.scalekit.queue.Disk.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class FolderDiskTest {
    @TempDir
    Path folder;

    private FolderDisk disk;

    @BeforeEach
    void open() throws IOException {
        disk = new FolderDisk(folder);
    }

    @Test
    void what_is_written_is_read_again_wherever_it_was_written() throws IOException {
        try (DiskFile file = disk.create("a")) {
            file.write(10, bytes(1, 2, 3));
            file.write(0, bytes(9));
            file.force(true);
        }
        disk.forceDirectory();

        try (DiskFile file = disk.open("a")) {
            ByteBuffer into = ByteBuffer.allocate(16);
            assertThat(file.read(0, into)).isEqualTo(13);
            assertThat(into.get(0)).isEqualTo((byte) 9);
            assertThat(into.get(12)).isEqualTo((byte) 3);
            assertThat(file.size()).isEqualTo(13);
            assertThat(file.read(13, ByteBuffer.allocate(1))).isZero();
        }
    }

    @Test
    void files_are_for_their_owner_only() throws IOException {
        disk.create("a").close();

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("a"))))
                .isEqualTo("rw-------");
    }

    @Test
    void a_file_that_is_there_is_not_created_and_one_that_is_not_is_not_opened() throws IOException {
        disk.create("a").close();

        assertThatThrownBy(() -> disk.create("a")).isInstanceOf(FileAlreadyExistsException.class);
        assertThatThrownBy(() -> disk.open("b")).isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void a_link_is_not_followed() throws IOException {
        Path secret = Files.writeString(
                Files.createDirectory(folder.resolve("elsewhere")).resolve("secret"), "x");
        Files.createSymbolicLink(folder.resolve("a"), secret);

        assertThatThrownBy(() -> disk.open("a")).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> disk.create("a")).isInstanceOf(IOException.class);
        assertThat(secret).hasContent("x");
    }

    @Test
    void names_change_and_go() throws IOException {
        disk.create("a").close();
        disk.rename("a", "b");
        disk.create("c").close();
        disk.delete("c");

        assertThat(disk.list()).containsExactly("b");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".",
                "..",
                "../a",
                "a/b",
                "/etc/passwd",
                "a\\b",
                "C:a",
                "LOCK",
                "LOCK.jvm",
                ".a",
                "-a",
                "a\0",
                "a\n",
                "ä"
            })
    void a_name_that_could_lead_out_is_refused(String name) {
        assertThatIllegalArgumentException().isThrownBy(() -> disk.create(name)).withMessageContaining("must match");
        assertThatIllegalArgumentException().isThrownBy(() -> disk.createUnforced(name));
        assertThatIllegalArgumentException().isThrownBy(() -> disk.open(name));
        assertThatIllegalArgumentException().isThrownBy(() -> disk.rename(name, "a"));
        assertThatIllegalArgumentException().isThrownBy(() -> disk.rename("a", name));
        assertThatIllegalArgumentException().isThrownBy(() -> disk.delete(name));
    }

    @Test
    void the_longest_name_is_a_name_and_one_letter_more_is_none() throws IOException {
        disk.create("a".repeat(64)).close();

        assertThatIllegalArgumentException().isThrownBy(() -> disk.create("a".repeat(65)));
    }

    @Test
    void files_that_are_not_ours_are_not_seen() throws IOException {
        Files.writeString(folder.resolve("LOCK"), "x");
        Files.writeString(folder.resolve(".hidden"), "x");
        disk.create("a").close();

        assertThat(disk.list()).containsExactly("a");
    }

    @Test
    void a_segment_that_is_a_link_or_a_folder_is_refused_and_nothing_is_changed(@TempDir Path elsewhere)
            throws IOException {
        Log.open(new FolderDisk(elsewhere), LogRun.SMALL, new LogRun.Found()).close();
        Path segment = elsewhere.resolve(Segment.name(1));
        byte[] before = Files.readAllBytes(segment);
        Files.createSymbolicLink(folder.resolve(Segment.name(1)), segment);

        assertThatThrownBy(() -> Log.open(disk, LogRun.SMALL, new LogRun.Found()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(Segment.name(1));
        Files.delete(folder.resolve(Segment.name(1)));
        Files.createDirectory(folder.resolve(Segment.name(1)));
        assertThatThrownBy(() -> Log.open(disk, LogRun.SMALL, new LogRun.Found()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(Segment.name(1));

        assertThat(segment).hasBinaryContent(before);
        assertThat(disk.list()).containsExactly(Segment.name(1));
    }

    @Test
    void a_hint_is_a_file_as_others_are() throws IOException {
        try (DiskFile hint = disk.createUnforced("attempts")) {
            hint.write(0, bytes(1));
        }

        assertThat(disk.list()).containsExactly("attempts");
        assertThatThrownBy(() -> disk.createUnforced("attempts")).isInstanceOf(FileAlreadyExistsException.class);
    }

    @Test
    void there_is_no_more_room_than_the_disk_has() throws IOException {
        assertThat(disk.usableSpace())
                .isPositive()
                .isLessThanOrEqualTo(Files.getFileStore(folder).getTotalSpace());
    }

    private static ByteBuffer bytes(int... values) {
        ByteBuffer buffer = ByteBuffer.allocate(values.length);
        for (int value : values) {
            buffer.put((byte) value);
        }
        return buffer.flip();
    }
}
