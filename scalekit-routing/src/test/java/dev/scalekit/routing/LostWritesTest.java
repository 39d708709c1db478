package dev.scalekit.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** How many lost writes are told, of those that somebody has made up. */
final class LostWritesTest {
    private static final Position THERE = new PostgresPosition(1, 1, 10);
    private static final Position MADE_UP = new PostgresPosition(1, 1, 1_000);

    private long nanos;
    private final RoutingCounts counts = new RoutingCounts();
    private final List<LostWrite> told = new ArrayList<>();
    private final LostWrites lost = new LostWrites(counts, () -> Instant.EPOCH, () -> nanos, told::add);

    /** A client comes with a token that cannot be true, and the primary is asked after that. */
    private boolean comes() {
        ReadSession session = new ReadSession(() -> nanos);
        session.needs(MADE_UP);
        Sample exact = new Sample(THERE, nanos + 1);
        Seen primary = new Seen("a", NodeStanding.PRIMARY, "1", 1, THERE, exact, nanos + 1, nanos + 2, Set.of());
        View view = new View(1, Set.of(), Map.of("a", primary), primary);
        return lost.look(session, session.need(view), view);
    }

    @Test
    void all_are_found_and_counted_and_a_hundred_at_once_are_told() {
        for (int i = 0; i < 150; i++) {
            assertThat(comes()).isTrue();
        }

        assertThat(told).hasSize(100);
        assertThat(told.get(0).token()).isEqualTo(ReadToken.of(MADE_UP));
        assertThat(counts.stats(new Lent()).lostWrites()).isEqualTo(150);
    }

    @Test
    void ten_a_second_are_told_for_long() {
        for (int i = 0; i < 150; i++) {
            comes();
        }

        nanos += Duration.ofSeconds(2).toNanos();
        for (int i = 0; i < 150; i++) {
            comes();
        }

        assertThat(told).hasSize(120);
    }
}
