package dev.scalekit.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class SimulatedServerTest {
    private final SimulatedServer server = new SimulatedServer(Duration.ofNanos(100), 2);

    @Test
    void what_it_cannot_serve_at_once_waits_in_line() {
        assertThat(server.serve(request(0, 1))).isEqualTo(100);
        assertThat(server.serve(request(0, 3))).isEqualTo(300);

        assertThat(server.serve(request(10, 1))).isEqualTo(200);
        assertThat(server.serve(request(10, 2))).isEqualTo(400);
        assertThat(server.serve(request(1000, 1))).isEqualTo(1100);
    }

    @Test
    void asking_when_it_would_have_served_changes_nothing() {
        Chooser.Request request = request(5, 1);

        assertThat(server.answerTo(request)).isEqualTo(105);
        assertThat(server.answerTo(request)).isEqualTo(105);
        assertThat(server.serve(request)).isEqualTo(105);
    }

    /** One request of 100 ns in a microsecond, of two that could be served at once. */
    @Test
    void it_knows_its_load() {
        ServerLoad load = new ServerLoad(0, 0);
        for (long now = 1000; now <= 2_000_000_000; now += 1000) {
            load = server.answered(request(now - 100, 1), now);
        }

        assertThat(load.perSecond()).isCloseTo(1e6, within(1e3));
        assertThat(load.utilization()).isCloseTo(0.05, within(1e-4));
    }

    private static Chooser.Request request(long due, double work) {
        return new Chooser.Request(due, work);
    }
}
