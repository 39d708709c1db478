package dev.scalekit.routing.balance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.scalekit.testkit.Effort;
import dev.scalekit.testkit.Seeds;
import java.time.Duration;
import java.util.Arrays;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class DamperTest {
    private static final long SECOND = Duration.ofSeconds(1).toNanos();
    private static final long SEED = 47;

    private static Damper damper(int delay, int ramp) {
        return new Damper(Duration.ofSeconds(delay), Duration.ofSeconds(ramp));
    }

    /** What could be kept, then after a colon at which second, then after another what is kept. */
    @ParameterizedTest
    @CsvSource({
        "60, 60, 1:0:1 1:9:1",
        // Less at once, in any steps.
        "60, 60, 0.9:1:0.9 0.5:2:0.5 0.5:3:0.5 0:4:0",
        // More after the delay only, and then little by little.
        "60, 60, 0:1:0 1:10:0 1:69:0 1:70:0 1:76:0.1 1:100:0.5 1:129:0.983 1:130:1 1:999:1",
        // From what was kept, so a small loss is made up for soon.
        "60, 60, 0.8:1:0.8 1:10:0.8 1:70:0.8 1:76:0.9 1:82:1",
        // Up to what could be kept, and anew from there.
        "60, 60, 0:1:0 0.5:10:0 0.5:100:0.5 0.5:200:0.5 1:300:0.5 1:359:0.5 1:360:0.5 1:366:0.6",
        // A break starts the delay anew.
        "60, 60, 0:1:0 1:10:0 0:69:0 1:71:0 1:130:0 1:131:0 1:137:0.1",
        // Worse on the way back: down at once, and the delay anew.
        "60, 60, 0:1:0 1:10:0 1:100:0.5 0.2:101:0.2 1:102:0.2 1:161:0.2 1:162:0.2 1:168:0.3",
        // Still better than what is kept: no break.
        "60, 60, 0:1:0 1:10:0 0.3:69:0 1:70:0 1:76:0.1 0.4:82:0.2 1:88:0.3",
        "0, 60, 0:1:0 1:10:0 1:40:0.5 1:70:1",
        "60, 0, 0:1:0 1:10:0 1:69:0 1:70:1",
        "0, 0, 0:1:0 1:2:1 0.3:3:0.3 0.4:4:0.4"
    })
    void it_follows_down_at_once_and_up_after_a_delay_and_slowly(int delay, int ramp, String steps) {
        Damper damper = damper(delay, ramp);

        for (String step : steps.split(" ", -1)) {
            double[] numbers = Arrays.stream(step.split(":", -1))
                    .mapToDouble(Double::parseDouble)
                    .toArray();
            damper.update(numbers[0], (long) (numbers[1] * SECOND));
            assertThat(damper.kept()).as(step).isCloseTo(numbers[2], within(0.001));
        }
    }

    @Test
    void it_says_whether_it_waits_or_returns() {
        Damper damper = damper(60, 60);

        damper.update(0, SECOND);
        boolean whileDown = damper.isReturning();
        damper.update(1, 2 * SECOND);
        boolean whileWaiting = damper.isReturning();
        boolean waits = damper.waits(3 * SECOND);
        damper.update(1, 100 * SECOND);
        boolean onTheWay = damper.isReturning();
        boolean late = damper.waits(100 * SECOND);
        damper.update(1, 200 * SECOND);

        assertThat(whileDown).isFalse();
        assertThat(whileWaiting).isTrue();
        assertThat(waits).isTrue();
        assertThat(onTheWay).isTrue();
        assertThat(late).isFalse();
        assertThat(damper.isReturning()).isFalse();
    }

    /** Says which part is kept after an update. */
    @FunctionalInterface
    interface Kept {
        double after(double bearable, long now);
    }

    @Test
    void it_never_keeps_more_than_it_could_and_gains_only_after_the_delay_and_not_faster_than_the_ramp() {
        requireDamped(
                (delay, ramp) -> {
                    Damper damper = new Damper(delay, ramp);
                    return (bearable, now) -> update(damper, bearable, now);
                },
                Effort.scaled(300));
    }

    static double update(Damper damper, double bearable, long now) {
        damper.update(bearable, now);
        return damper.kept();
    }

    static void requireDamped(BiFunction<Duration, Duration, Kept> dampers, int cases) {
        Seeds.forAll(SEED, cases, random -> random, random -> {
            int delay = random.nextInt(0, 20);
            int ramp = random.nextInt(1, 20);
            Kept damper = dampers.apply(Duration.ofSeconds(delay), Duration.ofSeconds(ramp));
            double bearable = 1;
            double kept = 1;
            int better = -1;
            for (int second = 0; second < 200; second++) {
                bearable = random.nextInt(5) > 0 ? bearable : random.nextInt(11) / 10.0;
                double before = kept;
                better = bearable > before ? better + 1 : -1;

                kept = damper.after(bearable, second * SECOND);

                assertThat(kept).as("no more than it could").isBetween(0.0, bearable);
                assertThat(kept - before).as("it gained in a second").isLessThanOrEqualTo(1.0 / ramp + 1e-9);
                assertThat(kept <= before || better >= delay)
                        .as("it gained, and had been better for %s seconds", better)
                        .isTrue();
            }
        });
    }
}
