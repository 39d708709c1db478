package dev.scalekit.bench;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
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
                new UseConnection.PoolState(),
                new UseConnection.ScaleKitState(),
                new UseConnection.ScaleKitSessionState(),
                new UseConnection.SpringState());
    }

    @ParameterizedTest
    @MethodSource("tidy")
    void a_data_source_does_its_work_over_a_driver_that_does_nothing(RoutedState routed) throws Exception {
        routed.size = RoutedState.TRANSACTION;
        routed.open();

        int read = routed.work();

        assertThat(read).isEqualTo(StubRows.VALUE);
        routed.requireAll();
    }

    @ParameterizedTest
    @MethodSource("tidy")
    void a_connection_that_nobody_uses_asks_no_server(RoutedState routed) throws Exception {
        routed.size = RoutedState.BORROW;
        routed.open();

        int commitsByItself = routed.work();

        assertThat(commitsByItself).isOne();
        routed.requireAll();
    }

    @Test
    void each_work_is_a_table_of_its_own_with_the_goals_of_ours() {
        List<Comparison> tables = Comparison.of(UseConnection.class);

        assertThat(tables).extracting(Comparison::size).containsExactly(0, 1, 2);
        assertThat(tables)
                .extracting(table -> goals(table, "scalekit"), table -> goals(table, "scalekitSession"))
                .containsExactly(tuple(2, 2), tuple(3, 3), tuple(2, 2));
    }

    private static int goals(Comparison table, String subject) {
        return trial(table, subject).goals().size();
    }

    /** With the work that asks most of it. The wrapper in a pool is left to `./bench`, as is what peers do on a real cluster: that takes long. */
    @ParameterizedTest
    @ValueSource(strings = {"shardingSphere", "awsPoolsInside"})
    void a_peer_does_its_work_over_a_driver_that_does_nothing(String subject) {
        Trial trial = trial(Comparison.of(UseConnection.class).get(RoutedState.TRANSACTION), subject);

        RunResult result = new JmhFork(MOMENT, new PrintStream(OutputStream.nullOutputStream())).run(trial);

        assertThat(result.getPrimaryResult().getScore()).isPositive();
    }

    private RunResult inAJvmOfItsOwn(Trial trial) {
        return new LoadFork(MOMENT, folder.resolve("work"), folder.resolve("log")).run(trial);
    }

    @Test
    void a_data_source_does_its_work_on_a_real_cluster() {
        RunResult result = inAJvmOfItsOwn(trial(Comparison.of(DistantRead.class).get(0), "scalekitSession"));

        assertThat(result.getPrimaryResult().getScore()).isPositive();
    }

    @Test
    void an_outage_is_told_from_the_kill_and_from_the_promotion() {
        RunResult result = inAJvmOfItsOwn(trial(Comparison.of(Outage.class).get(0), "scalekit"));

        double fromKill = result.getPrimaryResult().getScore() / 1e6;
        double fromPromotion = requireNonNull(
                        result.getSecondaryResults().get(RunResults.COUNT + OutageLoop.FROM_PROMOTION))
                .getScore();
        assertThat(fromPromotion).isPositive().isLessThan(fromKill);
    }

    private static Trial trial(Comparison table, String subject) {
        return table.trials().stream()
                .filter(each -> each.method().getName().equals(subject))
                .findFirst()
                .orElseThrow();
    }
}
