package dev.scalekit.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/** Checks that what was sent arrives: each record whole, and none twice. Thread-safe. */
final class Received {
    private final List<Records> producers = new ArrayList<>();
    private final List<BitSet> numbers = new ArrayList<>();
    private long count;

    /** Makes the records of one more producer, whose number is how many there are. */
    synchronized Records expect() {
        Records records = new Records(producers.size());
        producers.add(records);
        numbers.add(new BitSet());
        return records;
    }

    /**
     * Takes a record.
     *
     * @throws IllegalStateException if nobody has sent it, or if it has been taken before
     */
    synchronized void add(byte[] record) {
        if (record.length != Records.BYTES) {
            throw new IllegalStateException("a record of " + record.length + " bytes arrived");
        }
        long producer = Records.producer(record);
        long number = Records.number(record);
        if (producer < 0 || producer >= producers.size()) {
            throw new IllegalStateException("a record of producer " + producer + " arrived, who does not exist");
        }
        Records sent = producers.get((int) producer);
        if (!Arrays.equals(record, sent.at(number))) {
            throw new IllegalStateException("record " + number + " of producer " + producer + " arrived changed");
        }
        if (number >= sent.sent()) {
            throw new IllegalStateException(
                    "record " + number + " of producer " + producer + " arrived and was never sent");
        }
        BitSet arrived = numbers.get((int) producer);
        if (arrived.get((int) number)) {
            throw new IllegalStateException("record " + number + " of producer " + producer + " arrived twice");
        }
        arrived.set((int) number);
        count++;
    }

    /** Notes how many records are there that are not taken one by one; the one that was taken and not added is one of them. */
    synchronized void left(long records) {
        count += records;
    }

    /** How long to wait for another record: some time for one that is missing, a moment for one too many. */
    synchronized Duration patience() {
        return count < sent() ? Duration.ofSeconds(10) : Duration.ofMillis(200);
    }

    private long sent() {
        return producers.stream().mapToLong(Records::sent).sum();
    }

    /**
     * Ends the check, when no producer sends any more.
     *
     * @param gone how many of the records cannot arrive
     * @throws IllegalStateException if others are missing as well
     */
    synchronized void requireAll(long gone) {
        long sent = sent();
        if (count != sent - gone) {
            throw new IllegalStateException(
                    "of " + sent + " records " + count + " arrived, and " + gone + " were overwritten");
        }
    }
}
