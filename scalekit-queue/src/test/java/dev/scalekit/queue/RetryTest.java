package dev.scalekit.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.scalekit.testkit.Seeds;
import java.math.BigInteger;
import java.time.Duration;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

final class RetryTest {
    private static final long YEAR = Duration.ofDays(365).toNanos();

    @Test
    void a_delay_is_from_half_of_the_doubled_time_to_all_of_it_for_any_attempt() {
        Seeds.forAll(Seeds.fresh(), 20_000, Case::any, chosen -> {
            Duration delay = Retry.exponential(Duration.ofNanos(chosen.first), Duration.ofNanos(chosen.maximum))
                    .delay(chosen.attempt, Seeds.random(chosen.seed));

            long most = chosen.most();
            assertThat(delay.toNanos()).isPositive().isBetween(most / 2, most);
        });
    }

    @Test
    void delays_are_spread_over_the_whole_half() {
        RandomGenerator random = Seeds.random(11);
        Retry retry = Retry.exponential(Duration.ofNanos(1_000), Duration.ofNanos(4_000));

        long[] delays = LongStream.generate(() -> retry.delay(2, random).toNanos())
                .limit(40_000)
                .toArray();

        assertThat(LongStream.of(delays).min()).hasValue(1_000);
        assertThat(LongStream.of(delays).max()).hasValue(2_000);
        assertThat(LongStream.of(delays).average().orElseThrow()).isBetween(1_490.0, 1_510.0);
    }

    @Test
    void the_shortest_time_can_be_halved() {
        Duration nano = Duration.ofNanos(1);

        assertThat(Retry.exponential(nano, nano).delay(1, Seeds.random(1))).isEqualTo(nano);
    }

    @Test
    void a_fixed_delay_is_the_same_after_any_attempt() {
        Retry retry = Retry.fixed(Duration.ofMillis(1_500));
        RandomGenerator random = Seeds.random(1);

        assertThat(retry.delay(1, random)).isEqualTo(Duration.ofMillis(1_500));
        assertThat(retry.delay(2, random)).isEqualTo(Duration.ofMillis(1_500));
        assertThat(retry.delay(Integer.MAX_VALUE, random)).isEqualTo(Duration.ofMillis(1_500));
    }

    @Test
    void an_attempt_is_counted_from_one() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Retry.fixed(Duration.ofSeconds(1)).delay(0, Seeds.random(1)))
                .withMessage("attempt must be at least 1: 0");
    }

    /** A retry and the attempt that failed. */
    private record Case(long first, long maximum, int attempt, long seed) {
        /** Small and large ones alike: each number of bits is as likely as any other. */
        static Case any(RandomGenerator random) {
            long first = Math.min(1 + (random.nextLong() >>> random.nextInt(10, 64)), YEAR);
            long maximum = first + (long) (random.nextDouble() * (YEAR - first));
            int attempt = random.nextBoolean() ? random.nextInt(1, 80) : 1 + (random.nextInt() >>> 1);
            return new Case(first, maximum, Math.max(1, attempt), random.nextLong());
        }

        /** By numbers without end, so that no overflow can hide. */
        long most() {
            BigInteger doubled = BigInteger.valueOf(first).shiftLeft(Math.min(attempt - 1, 100));
            return doubled.min(BigInteger.valueOf(maximum)).longValueExact();
        }
    }
}
