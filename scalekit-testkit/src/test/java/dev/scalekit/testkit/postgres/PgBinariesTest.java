package dev.scalekit.testkit.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PgBinariesTest {
    @TempDir
    private Path folder;

    @AfterEach
    void usual_cache() {
        System.clearProperty("scalekit.cache");
    }

    @ParameterizedTest
    @CsvSource({
        "Linux, amd64, /postgres-linux-x86_64.txz",
        "Linux, aarch64, /postgres-linux-arm_64.txz",
        "Mac OS X, x86_64, /postgres-darwin-x86_64.txz",
        "Mac OS X, aarch64, /postgres-darwin-arm_64.txz"
    })
    void each_machine_has_its_binaries(String os, String processor, String archive) {
        assertThat(PgBinaries.archive(os, processor)).isEqualTo(archive);
    }

    @Test
    void a_machine_without_binaries_is_named() {
        assertThatThrownBy(() -> PgBinaries.archive("Windows 11", "amd64"))
                .hasMessage("No PostgreSQL for Windows 11 on amd64: the testkit has it for Linux (amd64, aarch64)"
                        + " and macOS (x86_64, aarch64)");
    }

    @Test
    void the_binaries_are_unpacked_once() throws IOException {
        System.setProperty("scalekit.cache", folder.resolve("cache").toString());

        Path first = PgBinaries.unpacked();
        FileTime unpacked = Files.getLastModifiedTime(first.resolve("bin/postgres"));
        Files.writeString(first.resolve("mark"), "left by the first use");
        Path second = PgBinaries.unpacked();

        assertThat(second).isEqualTo(first);
        assertThat(second.resolve("mark")).exists();
        assertThat(Files.getLastModifiedTime(second.resolve("bin/postgres"))).isEqualTo(unpacked);
        assertThat(first.resolve("bin/initdb")).isExecutable();
        try (var entries = Files.list(first.getParent())) {
            assertThat(entries).containsExactly(first);
        }
    }

    @Test
    void a_cache_that_others_may_write_is_refused() throws IOException {
        Path cache = Files.createDirectory(folder.resolve("cache"));
        Files.setPosixFilePermissions(cache, PosixFilePermissions.fromString("rwxrwxrwx"));
        System.setProperty("scalekit.cache", cache.toString());

        assertThatThrownBy(PgBinaries::unpacked)
                .isInstanceOf(IOException.class)
                .hasMessageContaining(cache.toString())
                .hasMessageContaining("-Dscalekit.cache");
    }
}
