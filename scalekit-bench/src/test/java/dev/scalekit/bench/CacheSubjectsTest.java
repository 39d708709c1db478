package dev.scalekit.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Runs what waits in the benchmarks of caches for a moment; each checks the values that it gets. */
final class CacheSubjectsTest {
    private static final Duration MOMENT = Duration.ofMillis(50);

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({
        "futures",
        "scalekit",
        "everything",
        "caffeine",
        "caffeineAsync",
        "cache2k",
        "guava",
        "jetCache",
        "spring"
    })
    void a_crowd_has_one_load(String subject) throws Exception {
        LoadResult result = run("ThousandCallers", subject, new Load(20, 0));

        assertThat(result.operations()).isGreaterThanOrEqualTo(20);
        assertThat(result.counts()).containsEntry(Crowd.LOADS, 1.0);
    }

    @ParameterizedTest
    @CsvSource({
        "futures",
        "scalekit",
        "scalekitHanging",
        "scalekitSieveHanging",
        "caffeineHanging",
        "caffeineAsyncHanging",
        "cache2kHanging",
        "guavaHanging",
        "jetCacheHanging",
        "springHanging"
    })
    void other_keys_are_loaded(String subject) throws Exception {
        LoadResult result = run("HangingLoad", subject, new Load(1, 0));

        assertThat(result.operations()).isPositive();
    }

    @Test
    void an_entry_of_a_map_takes_its_node_and_its_place_in_the_table() throws Exception {
        LoadResult result = run("CacheBytes", "map", new Load(1, 0));

        // 24 for a node, or 32 without compressed classes, and 4 for each of the places, which are 2 to 4 times as
        // many.
        assertThat(result.counts().get(CacheBytes.BYTES)).isBetween(28.0, 64.0);
    }

    @ParameterizedTest
    @CsvSource({"scalekitTimed", "everything", "scalekitS3Fifo", "caffeineTimed", "cache2k", "guava", "jetCacheLinked"})
    void a_cache_has_more_than_a_map(String subject) throws Exception {
        LoadResult result = run("CacheBytes", subject, new Load(1, 0));

        assertThat(result.counts().get(CacheBytes.BYTES)).isGreaterThan(40);
    }

    private LoadResult run(String type, String subject, Load load) throws Exception {
        return new LoadOrder(
                        "dev.scalekit.bench." + type,
                        subject,
                        load,
                        Comparison.NO_SIZE,
                        false,
                        0,
                        MOMENT,
                        MOMENT,
                        folder)
                .carryOut();
    }
}
