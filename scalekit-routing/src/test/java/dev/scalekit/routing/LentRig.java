package dev.scalekit.routing;

import dev.scalekit.routing.Held.Pick;
import java.sql.Connection;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Connections that are lent, and say what becomes of them. Thread-safe. */
@SuppressWarnings("ReferenceEquality") // A proxy equals only itself.
final class LentRig {
    /** More than are taken in one run. They are made before it: to make a proxy is much that Lincheck would look at. */
    private static final int MOST = 20;

    private final Lent lent = new Lent(2);
    private final Node node = new NodeOptions()
            .node("a", FakeJdbc.proxy(DataSource.class, (proxy, method, arguments) -> {
                throw new UnsupportedOperationException(method.getName());
            }));
    private final View view = new View(0, Set.of(), Map.of(), null);
    private final Pick pick = new Pick(lent, view, Need.NOTHING, Seen.unknown("a"), false);
    private final Wire[] wires = new Wire[MOST];
    private final AtomicInteger taken = new AtomicInteger();
    private final AtomicInteger acquired = new AtomicInteger();
    private final Semaphore released = new Semaphore(0);

    /** Who borrows. Thread-safe. */
    static final class Somebody implements Borrower {
        private volatile boolean ended;

        @Override
        public ReadSession session() {
            return ReadSession.indifferent();
        }

        void end() {
            ended = true;
        }

        @Override
        public boolean isClosed() {
            return ended;
        }
    }

    /** A connection that counts how often it is closed, and aborted after that: somebody else may have it by then. Thread-safe. */
    private static final class Wire {
        final AtomicInteger closes = new AtomicInteger();
        final AtomicInteger lateAborts = new AtomicInteger();
        final Connection connection =
                FakeJdbc.proxy(Connection.class, (proxy, method, arguments) -> switch (method.getName()) {
                    case "close" -> closed();
                    case "abort" -> aborted();
                    case "equals" -> proxy == arguments[0];
                    case "hashCode" -> System.identityHashCode(proxy);
                    default -> null;
                });

        private @Nullable Object closed() {
            closes.incrementAndGet();
            return null;
        }

        private @Nullable Object aborted() {
            if (closes.get() > 0) {
                lateAborts.incrementAndGet();
            }
            return null;
        }
    }

    LentRig() {
        Arrays.setAll(wires, i -> new Wire());
    }

    /** Returns one that was acquired before. */
    Permit permit() {
        acquired.incrementAndGet();
        return new Permit(released);
    }

    /** Returns another one for the one that was acquired. */
    Permit permitAgain() {
        return new Permit(released);
    }

    Held lend(Borrower borrower, Permit permit) {
        Wire wire = wires[taken.getAndIncrement()];
        return new Held(node, wire.connection, borrower, pick, null, permit);
    }

    void breakOff(Somebody somebody) {
        lent.end(somebody);
    }

    /** Aborts what somebody has, also if he gives it back just now. */
    void abortAll(Somebody somebody) {
        lent.forEachOf(node, held -> {
            if (held.borrower.equals(somebody)) {
                held.breakOff();
            }
        });
    }

    /** Requires that these are in use, and all others were given back once. */
    void requireInUse(List<Held> kept) {
        for (Wire wire : List.of(wires).subList(0, taken.get())) {
            boolean isKept = kept.stream().anyMatch(held -> held.physical == wire.connection);
            int closes = wire.closes.get();
            if (closes != (isKept ? 0 : 1)) {
                throw new IllegalStateException((isKept ? "kept" : "not kept") + " and closed " + closes + " times");
            }
            if (wire.lateAborts.get() > 0) {
                throw new IllegalStateException("aborted after it was closed");
            }
        }
        int isHad = acquired.get() - released.availablePermits();
        if (isHad != kept.size()) {
            throw new IllegalStateException(kept.size() + " are kept, and as many permits: " + isHad);
        }
        if (lent.count(node) != kept.size()) {
            throw new IllegalStateException(kept.size() + " are kept, and known to be lent " + lent.count(node));
        }
    }
}
