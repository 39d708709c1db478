package dev.scalekit.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DurableAppendTest {
    @TempDir
    private Path folder;

    private DurableAppend append;

    @BeforeEach
    void create() {
        append = new DurableAppend(folder);
    }

    @Test
    void the_blocks_are_in_the_file() throws Exception {
        try (Operation growing = append.growing(0)) {
            growing.run();
            growing.run();
        }
        try (Operation preallocated = append.preallocated(0)) {
            preallocated.run();
        }

        assertThat(folder.resolve("growing-0")).hasSize(2 * 4096);
        assertThat(folder.resolve("preallocated-0")).hasSize(16 << 20);
    }

    @Test
    void a_block_that_is_not_there_fails_the_benchmark() throws Exception {
        Operation growing = append.growing(0);
        growing.run();
        growing.run();
        truncate(folder.resolve("growing-0"));

        assertThatThrownBy(growing::close)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("block 1 was not written");
    }

    private static void truncate(Path file) throws IOException {
        try (var channel = Files.newByteChannel(file, StandardOpenOption.WRITE)) {
            channel.truncate(4096);
        }
    }
}
