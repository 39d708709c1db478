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
        View view = asked(nanos + 1, THERE);
        return lost.look(session, session.need(view), view);
    }

    /** What is known when the primary was asked last at some time, and how far it had got. */
    private static View asked(long atNanos, Position position) {
        Sample exact = new Sample(position, atNanos);
        Seen primary = new Seen("a", NodeStanding.PRIMARY, "1", 1, position, exact, atNanos, atNanos + 1, Set.of());
        return new View(1, Set.of(), Map.of("a", primary), primary);
    }

    /** Somebody needs that, reads on the primary, and is gone. */
    private void reads(Position needed) {
        ReadSession session = new ReadSession(() -> nanos);
        session.needs(needed);
        View view = asked(nanos, THERE);
        assertThat(lost.look(session, session.need(view), view)).isFalse();
        lost.lookLater(session, session.need(view), view);
    }

    @Test
    void what_was_read_before_the_primary_had_answered_is_told_once_when_it_has() {
        reads(MADE_UP);
        lost.lookAgain(asked(nanos, THERE));
        assertThat(told).as("not asked since").isEmpty();

        lost.lookAgain(asked(nanos + 1, THERE));
        lost.lookAgain(asked(nanos + 2, THERE));

        assertThat(told).extracting(LostWrite::token).containsExactly(ReadToken.of(MADE_UP));
    }

    @Test
    void what_the_primary_turns_out_to_have_is_not_told() {
        reads(MADE_UP);

        lost.lookAgain(asked(nanos + 1, MADE_UP));
        lost.lookAgain(asked(nanos + 2, THERE));

        assertThat(told).isEmpty();
    }

    @Test
    void no_more_than_a_thousand_readers_are_remembered() {
        for (int i = 0; i < 1_100; i++) {
            reads(MADE_UP);
        }

        lost.lookAgain(asked(nanos + 1, THERE));

        assertThat(counts.stats(new Lent()).lostWrites()).isEqualTo(1_000);
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
