package dev.scalekit.testkit.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PgDirectoryTest {
    @TempDir
    private Path folder;

    private Path source;
    private Path target;

    @BeforeEach
    void fill() throws IOException {
        source = folder.resolve("source");
        target = folder.resolve("target");
        Files.createDirectories(source.resolve("base"));
        for (String name : List.of("one", "two", "base/three", "base/four")) {
            Files.writeString(source.resolve(name), name);
        }
    }

    @Test
    void what_is_wanted_is_copied() throws IOException {
        PgDirectory.copy(source, target, within -> !within.endsWith("two"));

        assertThat(filesIn(target)).containsExactlyInAnyOrder("one", "base/three", "base/four");
        assertThat(target.resolve("base/three")).hasContent("base/three");
    }

    @Test
    void a_folder_that_is_not_wanted_is_left_out_with_all_in_it() throws IOException {
        PgDirectory.copy(source, target, within -> !within.endsWith("base"));

        assertThat(filesIn(target)).containsExactlyInAnyOrder("one", "two");
    }

    @Test
    void a_file_that_vanishes_before_it_is_copied_is_left_out() throws IOException {
        PgDirectory.copy(source, target, within -> {
            if (within.endsWith("three")) {
                delete(source.resolve(within));
            }
            return true;
        });

        assertThat(filesIn(target)).containsExactlyInAnyOrder("one", "two", "base/four");
    }

    @Test
    void files_that_vanish_after_they_were_listed_are_left_out() throws IOException {
        List<String> inBase = List.of("base/three", "base/four");

        // Whichever of the two comes first takes the other with it, after the folder was read.
        PgDirectory.copy(source, target, within -> {
            inBase.stream()
                    .filter(name -> inBase.contains(within.toString()) && !within.endsWith(Path.of(name)))
                    .forEach(other -> delete(source.resolve(other)));
            return true;
        });

        assertThat(filesIn(target)).hasSize(3).contains("one", "two").containsAnyElementsOf(inBase);
    }

    @Test
    void a_folder_is_deleted_with_all_that_is_in_it_and_one_that_is_gone_is_no_error() throws IOException {
        PgDirectory.delete(source);
        PgDirectory.delete(source);

        assertThat(source).doesNotExist();
    }

    @Test
    void a_machine_that_cannot_remove_shared_memory_keeps_it() throws IOException {
        Files.writeString(source.resolve("postmaster.pid"), "1\n2\n3\n4\n5\n6\n 17 4711\n");

        new PgDirectory(source).releaseSharedMemory("/no/such/ipcrm");

        assertThat(source.resolve("postmaster.pid")).exists();
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> filesIn(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> folder.relativize(file).toString())
                    .toList();
        }
    }
}
