package dev.scalekit.routing.balance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where one endpoint is after which sequence of things that happened to it. */
final class HealthTest {
    private static final Instant WALL = Instant.parse("2026-01-01T00:00:00Z");
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private long now = 1_000 * SECOND;

    private Health health(boolean probed) {
        Ejection ejection = new Ejection(5, 3, 0.5, 20, Duration.ofSeconds(10), Duration.ofSeconds(35), 0.5);
        HealthRules rules = new HealthRules(probed, 2, 3, ejection, new SlowStart(Duration.ofSeconds(10)));
        return new Health("a", rules, false, now, WALL);
    }

    private void happen(Health health, String what) {
        switch (what) {
            case "ok" -> health.probeSucceeded(now);
            case "no" -> health.probeFailed("refused");
            case "eject" -> health.eject("5 calls in a row failed", now);
            case "end" -> health.endEjection(now);
            case "down" -> health.toldDown("is cut off", now);
            case "up" -> health.toldUp(now);
            case "drain" -> health.drain();
            case "drained" -> health.drained();
            case "resume" -> health.resume(now);
            default -> {
                now += Long.parseLong(what) * SECOND;
                health.grow(now);
            }
        }
        health.settle(WALL);
    }

    @ParameterizedTest
    @CsvSource({
        // what happens, state, how much of its weight it has (of an endpoint with probes, rise 2, fall 3)
        "'', JOINING, 1",
        "ok, UP, 1",
        "no no, JOINING, 1",
        "no no no, DOWN, 1",
        "no no ok, UP, 1",
        "ok no no, UP, 1",
        "ok no no no, DOWN, 1",
        "ok no no ok no no, UP, 1",
        "no no no ok, DOWN, 1",
        "no no no ok ok, UP, 0.1",
        "no no no ok no ok, DOWN, 1",
        "no no no ok no ok ok, UP, 0.1",
        "no no no ok ok 5, UP, 0.5",
        "no no no ok ok 10, UP, 1",
        "no no no ok ok 5 no no no ok ok, UP, 0.1",
        "ok eject, EJECTED, 1",
        "ok eject end, UP, 0.1",
        "ok eject end 4, UP, 0.4",
        // An answered probe does not end an ejection, and the end of an ejection does not bring up what is down.
        "ok eject ok ok ok, EJECTED, 1",
        "ok eject no no no, DOWN, 1",
        "ok eject no no no end, DOWN, 0.1",
        "ok eject no no no end ok, DOWN, 0.1",
        "ok eject no no no end ok ok, UP, 0.1",
        "ok eject no no no ok ok, EJECTED, 0.1",
        "ok eject no no no ok ok 9 end, UP, 0.1",
        // What is being drained is that, whatever else is the case.
        "drain, DRAINING, 1",
        "ok drain no no no, DRAINING, 1",
        "ok drain drained, DRAINED, 1",
        "ok drain resume, UP, 0.1",
        "ok drain drained resume, UP, 0.1",
        "ok drain drained no no no resume, DOWN, 0.1",
        "ok drain drained no no no resume ok ok, UP, 0.1",
        "ok eject drain resume, EJECTED, 0.1",
        "ok eject drain end drained resume, UP, 0.1",
        "drain resume, JOINING, 0.1",
        // What somebody says counts more than what a probe does, and explains why its calls have failed.
        "ok down, DOWN, 1",
        "down ok, DOWN, 1",
        "ok down ok ok, DOWN, 1",
        "ok down up, UP, 0.1",
        "ok up, UP, 1",
        "down up, JOINING, 0.1",
        "ok down no no no up, DOWN, 0.1",
        "ok eject down up, UP, 0.1",
        "ok down drain, DRAINING, 1",
        "ok down drain drained resume, DOWN, 0.1",
        "ok down drain drained resume up, UP, 0.1",
        // Time that it spends out of rotation does not count for slow start.
        "drain resume 60 ok, UP, 0.1",
        "no no no ok 60 ok, UP, 0.1",
        "ok eject no no no end 60 ok ok, UP, 0.1"
    })
    void it_is_where_what_happened_has_put_it(String events, EndpointState state, double part) {
        Health health = health(true);

        for (String event : events.split(" ", -1)) {
            if (!event.isEmpty()) {
                happen(health, event);
            }
        }

        assertThat(health.state()).isEqualTo(state);
        assertThat(health.part()).isCloseTo(part, within(1e-9));
    }

    @Test
    void without_a_probe_it_is_up_from_the_beginning() {
        Health health = health(false);

        assertThat(health.state()).isEqualTo(EndpointState.UP);
        assertThat(health.reason()).isEqualTo("has no probe");
    }

    @Test
    void one_that_is_added_without_a_probe_starts_slowly_at_once() {
        HealthRules rules = new HealthRules(
                false,
                2,
                2,
                new Ejection(5, 3, 0.5, 20, Duration.ofSeconds(10), Duration.ofSeconds(35), 0.5),
                new SlowStart(Duration.ofSeconds(10)));

        Health added = new Health("a", rules, true, now, WALL);

        assertThat(added.isRamping()).isTrue();
        assertThat(added.part()).isEqualTo(0.1);
        assertThat(added.nextStep(now)).isEqualTo(now + SECOND / 2);
    }

    @ParameterizedTest
    @CsvSource({
        "'', has not been probed yet",
        "ok, its probe is answered",
        "no no no, its probe fails: refused",
        "ok eject, 5 calls in a row failed",
        "ok down, is cut off",
        "no no no down, is cut off",
        "no no no down up, its probe fails: refused",
        "ok drain, is being drained",
        "ok drain drained, was drained"
    })
    void it_says_why(String events, String reason) {
        Health health = health(true);

        for (String event : events.split(" ", -1)) {
            if (!event.isEmpty()) {
                happen(health, event);
            }
        }

        assertThat(health.reason()).isEqualTo(reason);
    }

    @Test
    void ejections_grow_longer_and_time_in_rotation_makes_up_for_them() {
        Health health = health(false);
        long[] seconds = new long[6];

        for (int i = 0; i < seconds.length; i++) {
            // In rotation for a base time before the last one, which makes up for one of those before.
            now += i == 5 ? 10 * SECOND : SECOND;
            happen(health, "eject");
            seconds[i] = (health.ejectedUntil() - now) / SECOND;
            now = health.ejectedUntil();
            happen(health, "end");
        }

        assertThat(seconds).containsExactly(10, 20, 30, 35, 35, 35);
        assertThat(health.ejections()).isEqualTo(6);
    }

    @Test
    void a_change_is_told_once_with_where_it_was_and_since_when() {
        Health health = health(true);
        Instant later = WALL.plusSeconds(3);
        happen(health, "no");
        happen(health, "no");

        health.probeFailed("refused");

        assertThat(health.settle(later))
                .contains(new EndpointChange(
                        "a", EndpointState.JOINING, EndpointState.DOWN, "its probe fails: refused", later));
        assertThat(health.settle(later.plusSeconds(1))).isEmpty();
        assertThat(health.since()).isEqualTo(later);
    }

    @Test
    void the_reason_follows_what_the_probe_says_while_it_is_down() {
        Health health = health(true);
        happen(health, "no");
        happen(health, "no");
        happen(health, "no");

        health.probeFailed("no answer within PT0.5S");
        health.settle(WALL.plusSeconds(9));

        assertThat(health.reason()).isEqualTo("its probe fails: no answer within PT0.5S");
        assertThat(health.since()).isEqualTo(WALL);
    }
}
