package dev.scalekit.testkit.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** That servers take a new one, and no other, is what {@link PgClusterTest} and {@link ReplicationTest} show. */
final class SystemIdentifierTest {
    @TempDir
    private Path data;

    @Test
    void a_file_that_is_not_as_expected_is_left_alone() throws IOException {
        byte[] unknown = new byte[8_192];
        unknown[0] = 1;
        Path control = Files.write(Files.createDirectory(data.resolve("global")).resolve("pg_control"), unknown);

        assertThatThrownBy(() -> SystemIdentifier.renew(data))
                .isInstanceOf(IOException.class)
                .hasMessage(control + " has no checksum where PostgreSQL 18 has it, or is damaged");
        assertThat(control).hasBinaryContent(unknown);
    }
}
