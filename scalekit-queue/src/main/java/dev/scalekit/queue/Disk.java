package dev.scalekit.queue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Set;

/**
 * The folder of one queue: the only way to storage, so that a test can stand in for it and lose what a power cut loses.
 *
 * <p>Called by the queue's own threads only: an interrupt would close a channel for everybody. What a call has changed is on
 * the medium only after the force that covers it; a crash before that may keep any part of it.
 */
interface Disk {
    /** Returns the names of the files. */
    Set<String> list() throws IOException;

    /** Creates an empty file that is not there yet. */
    DiskFile create(String name) throws IOException;

    /**
     * Creates an empty file, as {@link #create} does, for hints: it is never forced, so it survives the death of the process,
     * and after a power cut it is there as it was, or filled with anything, or gone.
     */
    DiskFile createUnforced(String name) throws IOException;

    /** Opens a file that is there, to read and to write. */
    DiskFile open(String name) throws IOException;

    /** Gives a file another name, at once or not at all; a file that had that name is gone. */
    void rename(String from, String to) throws IOException;

    void delete(String name) throws IOException;

    /** Forces what was created, renamed and deleted. */
    void forceDirectory() throws IOException;

    /** Returns how many bytes may still be written, at a guess: others write too. */
    long usableSpace() throws IOException;

    /** A file of the folder. */
    interface DiskFile extends AutoCloseable {
        long size() throws IOException;

        /** Writes all that remains in the buffer at an offset. */
        void write(long offset, ByteBuffer bytes) throws IOException;

        /** Fills what remains in the buffer from an offset on, as far as the file goes; returns how many bytes that were. */
        int read(long offset, ByteBuffer into) throws IOException;

        /**
         * Forces what was written.
         *
         * @param size whether the size has changed as well
         */
        void force(boolean size) throws IOException;

        @Override
        void close() throws IOException;
    }
}
