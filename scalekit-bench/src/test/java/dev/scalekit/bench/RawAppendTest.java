package dev.scalekit.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RawAppendTest {
    /** With it, two batches fill the file. */
    private static final int HALF = 1 << 17;

    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void name_the_file() {
        file = folder.resolve("raw");
    }

    @Test
    void the_file_has_its_length_beforehand_and_holds_the_newest_records_at_the_end() throws Exception {
        try (RawAppend append = new RawAppend(file, HALF)) {
            long before = Files.size(file);
            for (int batch = 0; batch < 5; batch++) {
                append.run();
            }

            assertThat(file).hasSize(before);
        }
    }

    @Test
    void a_record_that_is_not_there_fails_the_benchmark() throws Exception {
        RawAppend append = new RawAppend(file, 3);
        append.run();
        append.run();

        Files.write(file, new byte[8], StandardOpenOption.WRITE);

        assertThatThrownBy(append::close).hasMessageStartingWith("of 6 records 3 arrived");
    }
}
