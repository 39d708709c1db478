package dev.scalekit.examples.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class PulseTest {
    private final AtomicLong nanos = new AtomicLong();
    private final Pulse pulse = new Pulse(nanos::get);

    @Test
    void the_longest_time_without_is_that_between_two_or_the_one_that_goes_on() {
        beatAfter(30);
        beatAfter(70);
        beatAfter(20);
        long between = pulse.longestNanos();
        nanos.addAndGet(90);

        assertThat(between).isEqualTo(70);
        assertThat(pulse.longestNanos()).isEqualTo(90);
    }

    @Test
    void what_was_before_the_beginning_does_not_count() {
        beatAfter(70);

        pulse.begin();
        beatAfter(10);

        assertThat(pulse.longestNanos()).isEqualTo(10);
    }

    private void beatAfter(long time) {
        nanos.addAndGet(time);
        pulse.beat();
    }
}
