package dev.scalekit.examples.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scalekit.examples.demo.Promise.Verdict;
import org.junit.jupiter.api.Test;

final class SessionsLostTest {
    private final SessionLedger sessions = new SessionLedger();
    private final SessionsLost promise = new SessionsLost(sessions);

    @Test
    void whoever_has_to_log_in_again_has_lost_a_session() {
        int now = sessions.era();
        sessions.begun();
        sessions.begun();

        sessions.lost(now);

        assertThat(promise.check()).isEqualTo(new Verdict(2, 1, "1 times somebody had to log in again"));
    }

    @Test
    void what_was_begun_in_another_place_stays_behind() {
        int before = sessions.era();
        sessions.begun();
        sessions.move();

        sessions.lost(before);

        assertThat(promise.check()).isEqualTo(new Verdict(1, 0, ""));
    }
}
