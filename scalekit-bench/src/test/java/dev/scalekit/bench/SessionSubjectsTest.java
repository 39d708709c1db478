package dev.scalekit.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Runs the sessions of ours and the peers for a moment; each checks what it reads, and the writers what they wrote. */
final class SessionSubjectsTest {
    private static final Duration MOMENT = Duration.ofMillis(50);

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({"ReadRequest, raw, 0", "ReadRequest, scalekit, 300", "WriteRequest, scalekit, 300", "Journey, jetty, 0"
    })
    void a_subject_does_its_work_and_tells_what_it_took(String type, String subject, int size) throws Exception {
        LoadResult result = order(type, subject, new Load(1, 0), size).carryOut();

        assertThat(result.operations()).isPositive();
        assertThat(result.counts())
                .containsOnlyKeys(Wire.STATEMENTS, Wire.COMMITS, Wire.ROUND_TRIPS, SessionDatabase.WRITES);
    }

    @Test
    void all_sessions_of_a_user_end_by_one_statement() throws Exception {
        LoadResult result = order("EndAll", "scalekit", new Load(1, 0), 0).carryOut();

        assertThat(result.counts()).containsEntry(Wire.STATEMENTS, 1.0).containsEntry(SessionDatabase.WRITES, 1.0);
    }

    @ParameterizedTest
    @CsvSource({"scalekit", "spring"})
    void a_cleanup_leaves_what_has_not_expired(String subject) throws Exception {
        LoadResult result =
                order("CleanUp", subject, new Load(1, 200), Comparison.NO_SIZE).carryOut();

        assertThat(result.counts().get(CleanUp.LONGEST)).isPositive();
    }

    private LoadOrder order(String type, String subject, Load load, int size) {
        return new LoadOrder("dev.scalekit.bench." + type, subject, load, size, false, 0, MOMENT, MOMENT, folder);
    }
}
