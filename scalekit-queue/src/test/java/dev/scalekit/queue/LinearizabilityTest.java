package dev.scalekit.queue;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.scalekit.testkit.Linearizability;
import dev.scalekit.testkit.Tally;
import java.time.Duration;
import java.util.List;
import java.util.TreeMap;
import org.jetbrains.lincheck.LincheckAssertionError;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What threads of the queue and its users share, used by several at once. */
@Tag("lincheck")
final class LinearizabilityTest {
    private static final String CLAIM = "queue.linearizability";

    private static final MessageContent CONTENT =
            new MessageContent(MessageContent.encode(Message.of("a"), new byte[1], 0));

    private static Lease lease(long id, long expiresAt) {
        return new Lease("mail", new Item(id, 0, CONTENT), CONTENT, expiresAt);
    }

    /**
     * The holder answers, or asks for more time, at the very moment in which the dispatcher sees that the time is over and
     * hands the message to somebody else. One of them ends the lease, and once; an extension that was granted holds.
     */
    @ParameterizedTest
    @EnumSource
    void a_lease_ends_once(Linearizability shown) {
        shown.require(CLAIM, Leases.class);
    }

    @Param(name = "now", gen = IntGen.class, conf = "8:12")
    public static final class Leases {
        private final Lease lease = lease(1, 10);

        @Operation
        public boolean end(@Param(name = "now") int now) {
            return lease.tryEnd(now);
        }

        @Operation
        public void extend(@Param(name = "now") int now) {
            lease.extend(now, now + 3);
        }

        @Operation
        public boolean expire(@Param(name = "now") int now) {
            return lease.expire(now);
        }

        @Operation
        public boolean isHeld() {
            return lease.isHeld();
        }
    }

    /**
     * The dispatcher hands over a message at the very moment in which the one that waits for it gives up. The message is
     * taken by the one, or stays with the other; it is never nobody's, nor both's.
     */
    @ParameterizedTest
    @EnumSource
    void a_message_is_handed_over_or_kept(Linearizability shown) {
        shown.require(CLAIM, Demands.class);
    }

    @Param(name = "id", gen = IntGen.class, conf = "1:3")
    public static final class Demands {
        private final Demand demand = new Demand();

        @Operation(nonParallelGroup = "dispatcher")
        public boolean fulfil(@Param(name = "id") int id) {
            return demand.fulfil(lease(id, 10));
        }

        @Operation(nonParallelGroup = "dispatcher")
        public boolean endLook() {
            return demand.endLook();
        }

        @Operation
        public void fail() {
            demand.fail(new QueueClosedException("orders"));
        }

        @Operation(nonParallelGroup = "waiter")
        public void lastLook() {
            demand.lastLook();
        }

        @Operation(nonParallelGroup = "waiter")
        public long giveUp() {
            demand.giveUp();
            return taken();
        }

        @Operation(nonParallelGroup = "waiter")
        public long taken() {
            Lease lease = demand.lease();
            return lease == null ? 0 : lease.id();
        }
    }

    /**
     * A sender that is interrupted takes its messages back at the very moment in which the writer begins to write them, or
     * refuses them for want of room. They are written, refused, or taken back, and their sender hears of one of these.
     */
    @ParameterizedTest
    @EnumSource
    void messages_are_written_refused_or_taken_back(Linearizability shown) {
        shown.require(CLAIM, Sends.class);
    }

    public static final class Sends {
        private int refused;
        private final Send send = new Send(List.of(), Duration.ZERO, 0, new Send.Completion() {
            @Override
            public void stored(List<MessageId> ids) {}

            @Override
            public void failed(QueueException e) {
                refused++;
            }
        });

        @Operation
        public boolean withdraw() {
            return send.withdraw();
        }

        @Operation(nonParallelGroup = "writer")
        public boolean begin() {
            return send.begin();
        }

        @Operation(nonParallelGroup = "writer")
        public int refuse() {
            send.refused(new QueueClosedException("orders"));
            return refused;
        }

        @Operation
        public boolean isWithdrawn() {
            return send.isWithdrawn();
        }
    }

    /**
     * The dispatcher, the keeper and whoever asks for figures read while the writer notes what has become durable. Nobody
     * sees a message in one group and not yet in another, nor one that is neither to be done nor done.
     */
    @ParameterizedTest
    @EnumSource
    void what_is_durable_is_noted_at_once(Linearizability shown) {
        shown.require(CLAIM, Ledgers.class);
    }

    @Param(name = "id", gen = IntGen.class, conf = "1:3")
    public static final class Ledgers {
        private final Ledger ledger = new Ledger(List.of(group(1, "mail"), group(2, "audit")), new TreeMap<>());
        private long next = 1;

        private static GroupLedger group(int number, String name) {
            return new GroupLedger(new GroupsRecord.Declared(number, 0, name));
        }

        @Operation(nonParallelGroup = "writer")
        public void stored() {
            ledger.stored(new Range(next, next + 1, 1, 0, 100, 1, 100), new long[] {next});
            next++;
        }

        @Operation(nonParallelGroup = "writer")
        public boolean done(@Param(name = "id") int id) {
            return ledger.with(0, group -> group.open().remove(id));
        }

        @Operation
        public long outstanding() {
            return ledger.outstanding();
        }

        @Operation
        public long deepest() {
            return ledger.deepest();
        }

        @Operation
        public boolean isOpen(@Param(name = "id") int id) {
            return ledger.isOpen(1, id);
        }

        @Operation
        public int fates(@Param(name = "id") int id) {
            return ledger.fates(id).map(List::size).orElse(-1);
        }
    }

    /** A lease that looks and then acts, so that two end it. */
    @Test
    void a_lease_that_looks_before_it_acts_is_found() {
        try (Tally planted = Tally.of("queue.planted-bugs", 0)) {
            planted.count(() -> assertThatThrownBy(() -> Linearizability.BY_MODEL_CHECKING.check(CarelessLeases.class))
                    .isInstanceOf(LincheckAssertionError.class));
        }
    }

    @Param(name = "now", gen = IntGen.class, conf = "8:12")
    public static final class CarelessLeases {
        private static final long ENDED = Long.MIN_VALUE;

        private volatile long expiresAt = 10;

        @Operation
        public boolean end(@Param(name = "now") int now) {
            if (expiresAt != ENDED && expiresAt - now > 0) {
                expiresAt = ENDED;
                return true;
            }
            return false;
        }

        @Operation
        public boolean expire(@Param(name = "now") int now) {
            if (expiresAt != ENDED && expiresAt - now <= 0) {
                expiresAt = ENDED;
                return true;
            }
            return false;
        }
    }
}
