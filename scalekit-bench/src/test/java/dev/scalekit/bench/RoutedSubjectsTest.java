package dev.scalekit.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.openjdk.jmh.results.RunResult;

/**
 * Does for a moment what is measured of data sources that route; each checks what it reads and where. Peers have a JVM of their
 * own: some have threads that last as long as that.
 */
final class RoutedSubjectsTest {
    private static final Effort MOMENT = new Effort(1, true, 1, 1, Duration.ofMillis(50));

    @TempDir
    private Path folder;

    /** Ours, and those that end all that they have begun. */
    static List<RoutedState> tidy() {
        return List.of(
                new BorrowConnection.PoolState(),
                new BorrowConnection.ScaleKitState(),
                new BorrowConnection.ScaleKitSessionState(),
                new BorrowConnection.SpringState());
    }

    @ParameterizedTest
    @MethodSource("tidy")
    void a_data_source_does_its_work_over_a_driver_that_does_nothing(RoutedState routed) throws Exception {
        routed.open();

        boolean autoCommit = routed.borrow();
        int read = routed.readOnlyTransaction();

        assertThat(autoCommit).isTrue();
        assertThat(read).isEqualTo(StubRows.VALUE);
        routed.requireAll();
    }

    /** With the work that asks most of it. The wrapper in a pool is left to `./bench`, as is what peers do on a real cluster: that takes long. */
    @ParameterizedTest
    @ValueSource(strings = {"shardingSphere", "awsPoolsInside"})
    void a_peer_does_its_work_over_a_driver_that_does_nothing(String subject) {
        Trial trial = trial(ReadOnlyTransaction.class, subject);

        RunResult result = new JmhFork(MOMENT, new PrintStream(OutputStream.nullOutputStream())).run(trial);

        assertThat(result.getPrimaryResult().getScore()).isPositive();
    }

    static Stream<Trial> real() {
        return Stream.of(trial(DistantRead.class, "scalekitSession"), trial(Outage.class, "scalekit"));
    }

    @ParameterizedTest
    @MethodSource("real")
    void a_data_source_does_its_work_on_a_real_cluster(Trial trial) {
        RunResult result = new LoadFork(MOMENT, folder.resolve("work"), folder.resolve("log")).run(trial);

        assertThat(result.getPrimaryResult().getScore()).isPositive();
    }

    private static Trial trial(Class<?> type, String subject) {
        return Comparison.of(type).get(0).trials().stream()
                .filter(each -> each.method().getName().equals(subject))
                .findFirst()
                .orElseThrow();
    }
}
