package dev.scalekit.routing.balance;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

final class ProbeRoundsTest {
    private static final long MILLI = Duration.ofMillis(1).toNanos();
    /** Clocks of the JVM may be negative, and may overflow. */
    private static final long START = Long.MAX_VALUE - 700 * MILLI;

    private final ProbeRounds rounds = new ProbeRounds(Duration.ofSeconds(1), Duration.ofMillis(500), 7, START);

    @Test
    void the_first_round_is_due_at_once() {
        assertThat(rounds.next()).isEqualTo(START);
        assertThat(rounds.tryBegin(START - 1)).isFalse();
        assertThat(rounds.tryBegin(START)).isTrue();
    }

    @Test
    void no_round_begins_while_one_is_running() {
        rounds.tryBegin(START);

        assertThat(rounds.tryBegin(START + 5_000 * MILLI)).isFalse();
    }

    @Test
    void rounds_begin_an_interval_apart_give_or_take_a_tenth_whenever_they_end() {
        long now = START;
        long shortest = Long.MAX_VALUE;
        long longest = 0;
        for (int i = 0; i < 500; i++) {
            assertThat(rounds.tryBegin(now)).isTrue();
            assertThat(rounds.end()).isTrue();
            long apart = rounds.next() - now;
            shortest = Math.min(shortest, apart);
            longest = Math.max(longest, apart);
            assertThat(rounds.tryBegin(now + apart - 1)).isFalse();
            now += apart;
        }

        assertThat(shortest).isBetween(900 * MILLI, 905 * MILLI);
        assertThat(longest).isBetween(1_095 * MILLI, 1_100 * MILLI);
    }

    @Test
    void endpoints_are_not_probed_at_the_same_times() {
        ProbeRounds other = new ProbeRounds(Duration.ofSeconds(1), Duration.ofMillis(500), 8, START);

        rounds.tryBegin(START);
        rounds.end();
        other.tryBegin(START);
        other.end();

        assertThat(rounds.next()).isNotEqualTo(other.next());
    }

    @Test
    void an_endpoint_is_not_probed_at_the_same_times_by_two_processes() {
        ProbeRounds here = new ProbeRounds(Duration.ofSeconds(1), Duration.ofMillis(500), 7, START);
        ProbeRounds there = new ProbeRounds(Duration.ofSeconds(1), Duration.ofMillis(500), 7, START + 1);

        here.tryBegin(START + 1);
        there.tryBegin(START + 1);
        here.end();
        there.end();

        assertThat(here.next()).isNotEqualTo(there.next());
    }

    @Test
    void a_round_that_does_not_end_is_told_of_at_the_timeout_and_each_interval_after_it() {
        rounds.tryBegin(START);

        assertThat(rounds.next()).isEqualTo(START + 500 * MILLI);
        assertThat(rounds.tryExpire(START + 500 * MILLI - 1)).isFalse();
        assertThat(rounds.tryExpire(START + 500 * MILLI)).isTrue();
        assertThat(rounds.tryExpire(START + 500 * MILLI)).isFalse();
        assertThat(rounds.next()).isEqualTo(START + 1_500 * MILLI);
        assertThat(rounds.tryExpire(START + 1_500 * MILLI)).isTrue();
        assertThat(rounds.tryBegin(START + 1_500 * MILLI)).isFalse();
    }

    @Test
    void what_comes_of_a_round_that_was_late_does_not_count_and_the_next_one_is_due_at_once() {
        requireLateAnswersIgnored(ProbeRounds::end);
    }

    /** @param end ends a round; tells whether what came of it counts */
    static void requireLateAnswersIgnored(Predicate<ProbeRounds> end) {
        ProbeRounds rounds = new ProbeRounds(Duration.ofSeconds(1), Duration.ofMillis(500), 7, START);
        rounds.tryBegin(START);
        rounds.tryExpire(START + 600 * MILLI);

        boolean counts = end.test(rounds);

        assertThat(counts).as("a late answer").isFalse();
        assertThat(rounds.tryExpire(START + 9_000 * MILLI)).isFalse();
        assertThat(rounds.tryBegin(START + 2_000 * MILLI)).isTrue();
        assertThat(end.test(rounds)).isTrue();
    }
}
