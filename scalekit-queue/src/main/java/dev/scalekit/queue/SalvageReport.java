package dev.scalekit.queue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What {@link Salvage} has kept of a damaged queue, and what is lost. Immutable.
 *
 * <p>A sequence number is the identity of a record: of a message's that is its {@link MessageId}. The queue numbers records of its own
 * too, such as acknowledgements and the start of each file, so not each number that is missing was a message.
 *
 * @param recordsKept how many records the new directory holds
 * @param segments the files that were read, in the order of their numbers; not those that the queue did not need any more
 * @param missingSegments the numbers of files that are not there and should be. Among them may be such as never were, if the
 *     file after them is damaged, or such as were not needed any more, if the record that says so is
 * @param missingSequences the numbers of records that were acknowledged and cannot be read. A range that ends with {@link
 *     Long#MAX_VALUE} has an end that nobody knows: the last file was cut off there. One that begins with 1 may begin later,
 *     with the first record that was still needed
 */
public record SalvageReport(
        long recordsKept, List<SegmentReport> segments, List<Range> missingSegments, List<Range> missingSequences) {

    /** Copies the lists. */
    public SalvageReport {
        segments = List.copyOf(segments);
        missingSegments = List.copyOf(missingSegments);
        missingSequences = List.copyOf(missingSequences);
    }

    /**
     * Numbers or offsets. Immutable.
     *
     * @param from the first one
     * @param to the first one behind it
     */
    public record Range(long from, long to) {
        /** Checks that it is not empty. */
        public Range {
            if (from >= to) {
                throw new IllegalArgumentException("from must be less than to: " + from + ", " + to);
            }
        }

        /** Returns whether a number is in it. */
        public boolean contains(long number) {
            return number >= from && number < to;
        }

        @Override
        public String toString() {
            return "[" + from + ", " + (to == Long.MAX_VALUE ? "unknown" : to) + ")";
        }
    }

    /**
     * What was found in a file. Immutable.
     *
     * @param file its name
     * @param recordsKept how many of its records are in the new directory
     * @param unreadable the bytes that are damaged or gone. They may hold no message, as a header does not: what is lost with
     *     them is among the missing sequence numbers
     * @param torn the bytes that an interrupted write has left behind the end, which were never acknowledged
     */
    public record SegmentReport(String file, long recordsKept, List<Range> unreadable, Optional<Range> torn) {
        /** Copies the list. */
        public SegmentReport {
            unreadable = List.copyOf(unreadable);
        }
    }

    /** Returns whether anything that was acknowledged is lost; if not, whatever is damaged was a torn tail or can be spared. */
    public boolean losesAcknowledged() {
        return !missingSequences.isEmpty();
    }

    /** Returns the report as text, line by line. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add("Kept " + recordsKept + " records of " + segments.size() + " files. "
                + (losesAcknowledged() ? "Acknowledged records are LOST." : "Nothing that was acknowledged is lost."));
        for (SegmentReport segment : segments) {
            lines.add(segment.file() + ": kept " + segment.recordsKept() + " records");
            segment.unreadable().forEach(range -> lines.add("  unreadable bytes " + range));
            segment.torn().ifPresent(range -> lines.add("  bytes of an interrupted write " + range));
        }
        missingSegments.forEach(range -> lines.add("Missing files: numbers " + range));
        missingSequences.forEach(range -> lines.add("Missing records: sequence numbers " + range));
        return lines;
    }
}
