package dev.scalekit.testkit;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * Finds what a history shows and what must not be. A pure function. Those made here take about n log n steps, but
 * {@link #reordered} looks further at each item that was given up and came late.
 *
 * <p>There are two kinds of them. <em>Items</em> are written once and observed: messages and their deliveries, orders
 * and the rows that a final scan finds. An item is a key with a value; {@link #lost}, {@link #phantom}, {@link
 * #duplicate}, {@link #resurrected} and {@link #reordered} are for them. <em>Registers</em> are keys whose value is
 * written again and again and read; {@link #stale}, {@link #readYourWrites} and {@link #monotonicReads} are for them,
 * and {@link #phantom}. A register whose last value is lost is read stale at the end. Null is not an item: as a value
 * that is written it deletes, as one that is read it says that there was nothing.
 *
 * <p>They accuse only where no real course of events fits: an operation takes effect once, at some moment between its
 * invocation and its end, and a write of unknown outcome at any moment after its invocation or never, whatever has
 * become known about it. "Ended before" compares an end with an invocation, so concurrent operations have no order.
 *
 * <p>Thread-safe.
 */
@FunctionalInterface
public interface Checker {

    /** Returns one violation for each offence, always in the same order; an empty list if all is well. */
    List<Violation> violations(Operations operations);

    /**
     * Finds items of which a write was acknowledged and which were not observed.
     *
     * @param write the kind that writes items
     * @param observe the kind that observes all of them: all deliveries up to an empty queue, a final scan
     */
    static Checker lost(String write, String observe) {
        requireNonNull(write, "write");
        requireNonNull(observe, "observe");
        return operations -> Items.lost(operations.ofKind(write), operations.ofKind(observe));
    }

    /**
     * Finds observations of what nobody wrote: there was no attempt, or it was refused, or it began only after the
     * observation had ended.
     *
     * @param write the kind that writes items, or a register
     * @param observe the kind that observes items, or reads a register
     */
    static Checker phantom(String write, String observe) {
        requireNonNull(write, "write");
        requireNonNull(observe, "observe");
        return operations -> Items.phantom(operations.ofKind(write), operations.ofKind(observe));
    }

    /**
     * Finds items that were observed more than once, however their writes ended.
     *
     * @param observe the kind that observes each item at most once
     */
    static Checker duplicate(String observe) {
        requireNonNull(observe, "observe");
        return operations -> Items.duplicate(operations.ofKind(observe));
    }

    /**
     * Finds observations that began after a removal of the item had been acknowledged.
     *
     * @param remove the kind that removes an item for good: the acknowledgement of a delivery, the end of a session
     * @param observe the kind that observes items
     */
    static Checker resurrected(String remove, String observe) {
        requireNonNull(remove, "remove");
        requireNonNull(observe, "observe");
        return operations -> Items.resurrected(operations.ofKind(remove), operations.ofKind(observe));
    }

    /**
     * Finds items that were observed later than one of the same key which the same process sent after them. Redelivery
     * is not disorder: an item was late if the other had been observed, and that observation had ended, before the
     * first observation of it began.
     *
     * <p>A process sends in the order of its invocations, though it need not wait for one to end. Only if it sent on
     * after it had been told that an outcome is unknown may that item come later. An item that was sent again, and
     * acknowledged, counts as sent then. Nothing is said about items that several processes sent.
     *
     * @param send the kind that writes items
     * @param observe the kind that observes them
     */
    static Checker reordered(String send, String observe) {
        requireNonNull(send, "send");
        requireNonNull(observe, "observe");
        return operations -> SentOrder.violations(operations.ofKind(send), operations.ofKind(observe));
    }

    /**
     * Finds stale reads. A read r is stale if for every write w of its value that r can have seen there is a write w'
     * of the key so that w ended before w' began and w' was acknowledged before r began. A write can have been seen if
     * it was not refused and began before r ended; one of unknown outcome never ends; the register was empty before
     * everything else.
     *
     * <p>That no read is stale, together with {@link #monotonicReads}, is necessary for a linearizable register but not
     * sufficient: concurrent reads by two processes may disagree about the order of concurrent writes.
     *
     * @param write the kind that writes a register
     * @param read the kind that reads it
     */
    static Checker stale(String write, String read) {
        requireNonNull(write, "write");
        requireNonNull(read, "read");
        return operations -> Reads.stale(operations.ofKind(write), operations.ofKind(read));
    }

    /**
     * Finds reads that are {@link #stale} with respect to a write of their own process, the session guarantee "read
     * your writes" of Terry et al., "Session Guarantees for Weakly Consistent Replicated Data", PDIS 1994.
     *
     * @param write the kind that writes a register
     * @param read the kind that reads it
     */
    static Checker readYourWrites(String write, String read) {
        requireNonNull(write, "write");
        requireNonNull(read, "read");
        return operations -> Reads.staleToItsWriter(operations.ofKind(write), operations.ofKind(read));
    }

    /**
     * Finds reads that go back, the session guarantee "monotonic reads" of Terry et al.: r2 goes back behind r1 if both
     * are of the same process and key, r1 ended before r2 began, and every write that r2 can have seen ended before any
     * that r1 can have seen began.
     *
     * @param write the kind that writes a register
     * @param read the kind that reads it
     */
    static Checker monotonicReads(String write, String read) {
        requireNonNull(write, "write");
        requireNonNull(read, "read");
        return operations -> Reads.goingBack(operations.ofKind(write), operations.ofKind(read));
    }
}
