package dev.scalekit.routing;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.scalekit.routing.SimServer.Entry;
import dev.scalekit.testkit.Seeds;
import dev.scalekit.testkit.Tally;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Plants bugs in positions, in what a dialect tells and in who asks; the checks that the right ones pass must find each. */
final class TopologyPlantedBugsTest {
    private static final long SEED = 7;
    private static final int HISTORIES = 3_000;

    private static void requireFound(String accusation, Supplier<TopologyModel> models) {
        try (Tally planted = Tally.of("routing.topology-planted-bugs", SEED)) {
            planted.count(() -> assertThatThrownBy(() -> Seeds.forAllSequences(
                            SEED, HISTORIES, TopologyModelTest::any, steps -> TopologyModel.check(models, steps)))
                    .isInstanceOf(AssertionError.class)
                    .hasStackTraceContaining(accusation));
        }
    }

    @Test
    void a_token_that_is_a_number_of_bytes_is_found() {
        requireFound("is there", NaiveLsn::new);
    }

    @Test
    void a_fork_that_is_taken_to_be_later_than_it_may_be_is_found() {
        requireFound("is there", ForkTooLate::new);
    }

    @Test
    void a_start_that_nobody_notices_is_found() {
        requireFound("is there", StartsNotTold::new);
    }

    @Test
    void a_place_and_a_timeline_of_different_sources_is_found() {
        requireFound("is read for is of the history", TwoSourcesMixed::new);
    }

    @Test
    void a_late_answer_that_counts_is_found() {
        requireFound("the highest epoch that was told", LateAnswersCount::new);
    }

    @Test
    void a_silence_that_is_taken_for_death_is_found() {
        requireFound("the highest epoch that was told", SilenceIsDeath::new);
    }

    @Test
    void a_standby_that_tells_of_its_first_timeline_for_ever_is_found() {
        requireFound("in the end", FirstTimelineForEver::new);
    }

    @Test
    void a_replica_that_never_catches_up_is_found() {
        requireFound("in the end", AllLag::new);
    }

    @Test
    void a_place_that_a_node_has_passed_and_that_is_taken_for_what_it_has_shown_is_found() {
        requireFound("never goes back", LeastIsMost::new);
    }

    /** What PostgreSQL tells, for others to change. */
    private static class Wrong implements Position {
        final Position right;

        Wrong(Position right) {
            this.right = right;
        }

        Wrong with(Position other) {
            return new Wrong(other);
        }

        @Override
        public boolean covers(Position other) {
            return right.covers(((Wrong) other).right);
        }

        @Override
        public Position withHistoryOf(Position other) {
            return with(right.withHistoryOf(((Wrong) other).right));
        }

        @Override
        public long epoch() {
            return right.epoch();
        }

        @Override
        public String encode() {
            return right.encode();
        }
    }

    /** A token that is a number of bytes. */
    private static final class NaiveLsn extends TopologyModel {
        private static final class Bytes extends Wrong {
            private Bytes(Position right) {
                super(right);
            }

            @Override
            Wrong with(Position other) {
                return new Bytes(other);
            }

            @Override
            public boolean covers(Position other) {
                return place(other) <= place(this);
            }
        }

        @Override
        Position position(int timeline, int place) {
            return new Bytes(super.position(timeline, place));
        }
    }

    /** The fork is taken to be where the promoted one is now, and not where it was seen before. */
    private static final class ForkTooLate extends TopologyModel {
        private static final class Late extends Wrong {
            private Late(Position right) {
                super(right);
            }

            @Override
            Wrong with(Position other) {
                return new Late(other);
            }

            @Override
            public Position withHistoryOf(Position other) {
                return with(right.withHistoryOf(new PostgresPosition(1, other.epoch(), place(this))));
            }
        }

        @Override
        Position position(int timeline, int place) {
            return new Late(super.position(timeline, place));
        }
    }

    /** Nobody notices that a server was started anew, and perhaps rewound. */
    private static final class StartsNotTold extends TopologyModel {
        @Override
        String incarnation(SimServer server) {
            return server.name;
        }

        @Override
        List<Entry> history(Seen seen) {
            SimServer server = server(seen.name());
            return server.visible(server.incarnation());
        }
    }

    /** A standby that is not connected tells the newest timeline that it has heard of, and the place that it has replayed to. */
    private static final class TwoSourcesMixed extends TopologyModel {
        @Override
        NodeState told(SimServer server) {
            NodeState told = super.told(server);
            int replayed = server.visible(server.incarnation()).size();
            Position mixed = position(server.upstreamTimeline(), replayed);
            return new NodeState(
                    told.role(),
                    told.cluster(),
                    told.incarnation(),
                    server.isPrimary ? requireNonNull(told.position()) : mixed,
                    told.isExact());
        }
    }

    /** An answer is taken to be of when it has come. */
    private static final class LateAnswersCount extends TopologyModel {
        @Override
        void answer(String node, NodeState state, long askedNanos, long nowNanos) {
            super.answer(node, state, nowNanos, nowNanos);
        }

        /** Reads would find it too, and sooner. */
        @Override
        void read(SimServer server) {}
    }

    /** Whoever does not answer is taken for dead. */
    private static final class SilenceIsDeath extends TopologyModel {
        @Override
        void fail(String node, long nowNanos) {
            if (cluster.view().nodes().containsKey(node)) {
                cluster.remove(node, nowNanos);
                cluster.add(node, nowNanos);
            }
        }
    }

    /** Standbys tell of the timeline on which they began. */
    private static final class FirstTimelineForEver extends TopologyModel {
        @Override
        NodeState told(SimServer server) {
            NodeState told = super.told(server);
            Position first = position(1, server.toldPlace());
            return server.isPrimary ? told : NodeState.replicaAtLeast(told.cluster(), told.incarnation(), first);
        }
    }

    /** A standby that only knows how far it has got at least says that it has got just so far. */
    private static final class LeastIsMost extends TopologyModel {
        @Override
        NodeState told(SimServer server) {
            NodeState told = super.told(server);
            return new NodeState(told.role(), told.cluster(), told.incarnation(), told.position(), true);
        }
    }

    /** Each replica tells of the place before the one that it has reached. */
    private static final class AllLag extends TopologyModel {
        @Override
        NodeState told(SimServer server) {
            NodeState told = super.told(server);
            Position behind = position(server.toldTimeline(), server.toldPlace() - 1);
            return server.isPrimary ? told : NodeState.replicaAtLeast(told.cluster(), told.incarnation(), behind);
        }
    }
}
