package dev.scalekit.queue;

import static org.assertj.core.api.Assertions.assertThat;
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

    private static ByteBuffer bytes(int... values) {
        ByteBuffer buffer = ByteBuffer.allocate(values.length);
        for (int value : values) {
            buffer.put((byte) value);
        }
        return buffer.flip();
    }
}
