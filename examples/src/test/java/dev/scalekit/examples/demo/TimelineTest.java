package dev.scalekit.examples.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scalekit.examples.demo.Timeline.Entry;
import dev.scalekit.examples.demo.Timeline.Level;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class TimelineTest {
    private final AtomicLong nanos = new AtomicLong(5_000_000_000L);
    private final Timeline timeline = new Timeline(nanos::get);

    @Test
    void what_happens_has_its_second_and_its_number() {
        nanos.addAndGet(1_500_000_000L);
        timeline.add(Level.BAD, "Web server died, exit code 137");

        assertThat(timeline.newest()).containsExactly(new Entry(1, 1.5, Level.BAD, "Web server died, exit code 137"));
    }

    @Test
    void only_the_newest_are_kept() {
        for (int i = 1; i <= 100; i++) {
            timeline.add(Level.INFO, Integer.toString(i));
        }

        assertThat(timeline.newest())
                .hasSize(60)
                .extracting(Entry::n)
                .startsWith(41L)
                .endsWith(100L);
    }
}
