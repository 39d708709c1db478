package dev.scalekit.bench;

import java.io.Closeable;
import java.io.IOException;

/** Something that keeps records on disk: what ours and the peers have in common. Thread-safe. */
interface RecordLog extends Closeable {

    /** Makes the way in for one more producer; called before anything is appended. */
    Appender appender() throws Exception;

    /** Reads all records back, as they are on the disk. Nothing is appended after it. */
    void readInto(Received received) throws IOException;

    @Override
    void close() throws IOException;

    /** The way in for one producer. Used by one thread at a time, while other producers use theirs. */
    @FunctionalInterface
    interface Appender {
        /** Returns when the record is on the disk. */
        void append(byte[] record) throws Exception;
    }
}
