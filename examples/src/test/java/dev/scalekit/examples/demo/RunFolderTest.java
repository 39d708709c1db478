package dev.scalekit.examples.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RunFolderTest {
    @TempDir
    Path parent;

    @Test
    void it_goes_with_all_that_is_in_it() throws IOException {
        try (RunFolder folder = RunFolder.in(parent.resolve("demo"))) {
            Files.createDirectories(folder.path().resolve("pg/base"));
            Files.writeString(folder.path().resolve("pg/base/1"), "x");
        }

        assertThat(parent.resolve("demo")).isEmptyDirectory();
    }

    @Test
    void what_a_killed_process_left_is_deleted_and_nothing_else() throws Exception {
        Process dead = new ProcessBuilder("true").start();
        dead.waitFor();
        Path left = Files.createDirectories(parent.resolve("run-" + dead.pid()).resolve("pg"));
        Path alive = Files.createDirectory(parent.resolve(
                "run-" + ProcessHandle.current().parent().orElseThrow().pid()));
        Path other = Files.createDirectory(parent.resolve("servers"));

        RunFolder.in(parent).close();

        assertThat(left).doesNotExist();
        assertThat(alive).exists();
        assertThat(other).exists();
    }
}
