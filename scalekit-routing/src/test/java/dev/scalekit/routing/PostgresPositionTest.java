package dev.scalekit.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which position covers which. */
final class PostgresPositionTest {
    private static final long SYSTEM = 7_654_321_000_123_456_789L;

    private static PostgresPosition at(long timeline, long lsn) {
        return new PostgresPosition(SYSTEM, timeline, lsn);
    }

    @Test
    void on_one_timeline_the_later_covers_the_earlier() {
        assertThat(at(1, 200).covers(at(1, 100))).isTrue();
        assertThat(at(1, 100).covers(at(1, 100))).isTrue();
        assertThat(at(1, 100).covers(at(1, 101))).isFalse();
    }

    @Test
    void bytes_have_no_sign() {
        assertThat(at(1, -1).covers(at(1, 1))).isTrue();
        assertThat(at(1, 1).covers(at(1, -1))).isFalse();
    }

    @Test
    void another_timeline_covers_nothing_however_many_bytes_it_has() {
        assertThat(at(2, 1_000).covers(at(1, 100))).isFalse();
        assertThat(at(1, 1_000).covers(at(2, 100))).isFalse();
    }

    @Test
    void after_a_promotion_it_covers_what_the_standby_had_and_nothing_beyond() {
        Position promoted = at(2, 1_000).withHistoryOf(at(1, 100));

        assertThat(promoted.covers(at(1, 100))).isTrue();
        assertThat(promoted.covers(at(1, 99))).isTrue();
        assertThat(promoted.covers(at(1, 101)))
                .as("acknowledged by the old primary, and lost")
                .isFalse();
        assertThat(promoted.covers(at(2, 1_000))).isTrue();
    }

    @Test
    void a_history_of_several_promotions_is_known_as_far_as_it_was_seen() {
        Position second = at(2, 500).withHistoryOf(at(1, 100));
        Position third = at(3, 900).withHistoryOf(second);

        assertThat(third.covers(at(1, 100))).isTrue();
        assertThat(third.covers(at(1, 101))).isFalse();
        assertThat(third.covers(at(2, 500))).isTrue();
        assertThat(third.covers(at(2, 501))).isFalse();
    }

    @Test
    void a_replica_that_lags_behind_the_fork_covers_what_it_has_of_the_history() {
        Position primary = at(2, 1_000).withHistoryOf(at(1, 100));
        Position replica = at(2, 60).withHistoryOf(primary);

        assertThat(replica.covers(at(1, 60))).isTrue();
        assertThat(replica.covers(at(1, 61))).as("it has not replayed that").isFalse();
    }

    @Test
    void the_history_of_a_later_timeline_says_nothing_of_an_earlier_one() {
        assertThat(at(1, 100).withHistoryOf(at(2, 50)).covers(at(2, 50))).isFalse();
    }

    @Test
    void another_cluster_covers_nothing() {
        PostgresPosition foreign = new PostgresPosition(1, 1, 1_000);

        assertThat(foreign.covers(at(1, 100))).isFalse();
        assertThat(foreign.withHistoryOf(at(1, 100)).covers(at(1, 100))).isFalse();
    }

    @Test
    void it_is_what_its_text_says() {
        for (PostgresPosition position :
                new PostgresPosition[] {at(1, 0), at(0xFFFF_FFFFL, -1), new PostgresPosition(-1, 7, Long.MIN_VALUE)}) {
            assertThat(PostgresPosition.parse(position.encode())).isEqualTo(position);
            assertThat(position.encode()).hasSizeLessThanOrEqualTo(46).matches("[A-Za-z0-9._-]+");
        }
    }

    @Test
    void it_reads_and_prints_what_the_server_writes() {
        assertThat(PostgresPosition.lsn("16/B374D848")).isEqualTo(0x16_B374D848L);
        assertThat(PostgresPosition.lsn("FFFFFFFF/FFFFFFFF")).isEqualTo(-1);
        assertThat(at(2, 0x16_0374D848L)).hasToString("16/374D848 on timeline 2");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "pg1",
                "pg1.1.1",
                "pg1.1.1.1.1",
                "pg2.1.1.1",
                "pg1.g.1.1",
                "pg1.1.1.-1",
                "pg1.1.111111111.1",
                "pg1.1.1.1\n",
                "pg1.11111111111111111.1.1",
                "PG1.1.1.1",
                " pg1.1.1.1",
                "pg1.1.1.1;drop"
            })
    void a_text_that_is_none_is_refused(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PostgresPosition.parse(text))
                .withMessageContaining("pg1.<cluster>.<timeline>.<place>");
    }
}
