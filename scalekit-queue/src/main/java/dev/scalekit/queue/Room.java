package dev.scalekit.queue;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Whether there is room for messages, with what it takes to acknowledge them kept free. Not thread-safe.
 *
 * <p>Beanstalkd reserves at the put what the delete will take, so that a full disk stops producers only; so do we, in
 * segments that are filled with zeros beforehand.
 */
final class Room {
    /** What noting that a segment is gone takes, besides the deduplication ids. */
    private static final int TRIM = 4_096;

    private final Disk disk;
    private final Log log;
    private final Ledger ledger;
    private final Options.Limits limits;
    private final long perSegment;
    private final long largest;

    Room(Disk disk, Log log, Ledger ledger, Options.Limits limits) {
        this.disk = disk;
        this.log = log;
        this.ledger = ledger;
        this.limits = limits;
        this.largest = new Log.Settings(limits.segmentBytes()).room();
        this.perSegment = largest - DoneRecord.ROOM;
    }

    /** Begins a batch: what was promised until now is counted once for all that comes into it. */
    Admission admission(int seen) {
        return new Admission(ledger.deepest(), ledger.outstanding() * DoneRecord.ROOM + reserveToTrim(seen));
    }

    /** Decides what may come into one batch. Not thread-safe. */
    final class Admission {
        private final long deepest;
        private final long reserve;

        private Admission(long deepest, long reserve) {
            this.deepest = deepest;
            this.reserve = reserve;
        }

        /**
         * Makes sure that there is room for messages, by another segment if need be.
         *
         * @param bytes of the batch
         * @param messages how many are in it
         * @return null if there is, or why there is none
         */
        @Nullable
        String missing(int bytes, int messages) {
            if (deepest + messages > limits.messages()) {
                return "there are " + deepest + " messages, and maximumMessages is " + limits.messages();
            }
            String why = missingToMove(bytes, messages);
            // Besides what acknowledgements take, a segment is for moving messages forward: else nothing may become
            // free.
            return why == null && left(bytes) - kept(messages) < perSegment() ? refusal() : why;
        }

        /** As {@link #missing}, for what makes room elsewhere. */
        @Nullable
        String missingToMove(int bytes, int messages) {
            if (bytes > largest) {
                // The queue had longer segments before.
                return "a segment has room for " + largest + " bytes, and it takes " + bytes;
            }
            while (left(bytes) < kept(messages)) {
                String why = prepare();
                if (why != null) {
                    return why;
                }
            }
            return null;
        }

        private long kept(int messages) {
            return reserve + (long) messages * ledger.groupCount() * DoneRecord.ROOM;
        }
    }

    private static long reserveToTrim(int seen) {
        return TRIM + (long) seen * DeduplicationWindow.Seen.BYTES;
    }

    /** Returns how many bytes are left once a batch is written; negative if it has no place. */
    private long left(int bytes) {
        long spare = log.spares().count() * perSegment();
        if (bytes <= log.remaining()) {
            return log.remaining() - bytes + spare;
        }
        return log.spares().count() == 0 ? -1 : spare - bytes;
    }

    private long perSegment() {
        return perSegment;
    }

    private @Nullable String prepare() {
        String why = refusal();
        if (why != null) {
            return why;
        }
        try {
            log.spares().prepare();
            return null;
        } catch (IOException e) {
            return "no further segment could be created: " + e.getMessage();
        }
    }

    /** Returns why there must be no further segment; null if there may be one. */
    @Nullable
    String refusal() {
        int segmentBytes = log.spares().segmentBytes();
        long bytes = log.chainBytes() + (long) (log.spares().count() + 1) * segmentBytes;
        if (bytes > limits.bytes()) {
            return "a further segment would make it " + bytes + " bytes, and maximumBytes is " + limits.bytes();
        }
        try {
            long usable = disk.usableSpace();
            return usable - segmentBytes < limits.freeDisk()
                    ? "the disk has " + usable + " bytes left, and minimumFreeDisk is " + limits.freeDisk()
                    : null;
        } catch (IOException e) {
            return "the disk cannot tell how much is left: " + e.getMessage();
        }
    }

    /** Returns how many spare segments there should be, one ahead included. */
    int wantedSpares(int seen) {
        long reserve = ledger.outstanding() * DoneRecord.ROOM + reserveToTrim(seen) - log.remaining();
        return 1 + (int) Math.max(0, (reserve + perSegment() - 1) / perSegment());
    }
}
