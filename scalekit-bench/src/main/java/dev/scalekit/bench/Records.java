package dev.scalekit.bench;

import java.nio.ByteBuffer;
import java.util.Random;

/** The records that one producer sends, 256 bytes each, no two alike. Not thread-safe. */
final class Records {
    static final int BYTES = 256;

    /** Copies of one noise, each from another place, fill a record: cheaper than to draw it, and nothing repeats. */
    private static final int PLACES = 1024;

    private final int producer;
    private final byte[] noise = new byte[BYTES + PLACES];
    private long sent;

    /** Creates the records of producer {@code producer}, counted from 0. */
    Records(int producer) {
        this.producer = producer;
        new Random(0).nextBytes(noise);
    }

    /** The next one, in an array that is the caller's. */
    byte[] next() {
        return at(sent++);
    }

    /** The record with a number, counted from 0. */
    byte[] at(long number) {
        byte[] record = new byte[BYTES];
        System.arraycopy(noise, (int) (number % PLACES), record, 0, BYTES);
        ByteBuffer.wrap(record).putLong(producer).putLong(number);
        return record;
    }

    /** How many were made. */
    long sent() {
        return sent;
    }

    /** The producer that a record says it is from. */
    static long producer(byte[] record) {
        return ByteBuffer.wrap(record).getLong(0);
    }

    /** The number that a record says it has. */
    static long number(byte[] record) {
        return ByteBuffer.wrap(record).getLong(Long.BYTES);
    }
}
