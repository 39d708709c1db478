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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

    @ParameterizedTest
    @CsvSource({"0, 0", "3, 3", "4, 4", "5, 1", "6, 2", "8, 4"})
    void a_growing_file_begins_again_at_its_bound_and_holds_what_was_appended_since(int appends, int blocks)
            throws Exception {
        try (Operation growing = new DurableAppend(folder, 4).growing(0)) {
            for (int i = 0; i < appends; i++) {
                growing.run();
            }
        }

        assertThat(folder.resolve("growing-0")).hasSize(blocks * 4096L);
    }

    private static void truncate(Path file) throws IOException {
        try (var channel = Files.newByteChannel(file, StandardOpenOption.WRITE)) {
            channel.truncate(4096);
        }
    }
}
