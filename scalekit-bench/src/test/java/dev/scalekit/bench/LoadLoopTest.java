package dev.scalekit.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** On a clock that moves only when an operation takes time or the loop waits. */
final class LoadLoopTest {
    private final VirtualClock clock = new VirtualClock();
    private final List<Long> latencies = new ArrayList<>();
    private int runs;

    @Test
    void a_closed_loop_starts_the_next_operation_when_the_last_one_is_done() throws Exception {
        long notStarted = loop(new Load(1, 0), 250).run(0, Duration.ofMillis(1), latencies::add);

        assertThat(latencies).hasSize(4).containsOnly(micros(250));
        assertThat(notStarted).isZero();
    }

    @Test
    void at_a_rate_operations_start_when_they_are_due() throws Exception {
        loop(new Load(1, 1000), 100).run(0, Duration.ofMillis(5), latencies::add);

        assertThat(latencies).hasSize(5).containsOnly(micros(100));
        assertThat(clock.nanos()).isEqualTo(micros(4_100));
    }

    @Test
    void threads_take_turns() throws Exception {
        new LoadLoop(clock, () -> latencies.add(clock.nanos()), new Load(2, 1000), 1)
                .run(0, Duration.ofMillis(4), ignored -> {});

        assertThat(latencies).containsExactly(micros(1_000), micros(3_000));
    }

    /** One stall of 3 ms among operations that take no time: those behind it waited, though they ran at once. */
    @Test
    void an_operation_that_stalls_is_seen_by_those_behind_it() throws Exception {
        Operation stalling = () -> {
            if (runs++ == 1) {
                clock.advance(micros(3_000));
            }
        };

        new LoadLoop(clock, stalling, new Load(1, 1000), 0).run(0, Duration.ofMillis(6), latencies::add);

        assertThat(latencies)
                .containsExactly(micros(0), micros(3_000), micros(2_000), micros(1_000), micros(0), micros(0));
    }

    @Test
    void a_rate_that_cannot_be_kept_is_told_and_the_wait_is_not_left_out() throws Exception {
        long notStarted = loop(new Load(1, 1000), 10_000).run(0, Duration.ofMillis(10), latencies::add);

        assertThat(notStarted).isEqualTo(8);
        assertThat(latencies).hasSize(10);
        assertThat(latencies.get(9)).isEqualTo(micros(11_000));
    }

    private LoadLoop loop(Load load, long micros) {
        return new LoadLoop(clock, () -> clock.advance(micros(micros)), load, 0);
    }

    private static long micros(long micros) {
        return micros * 1_000;
    }
}
