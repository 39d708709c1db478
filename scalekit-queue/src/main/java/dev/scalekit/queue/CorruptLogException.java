package dev.scalekit.queue;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * Acknowledged data is damaged or gone. Nothing was changed; opening again says the same. Keep a copy of the
 * directory before anything else is tried.
 */
public final class CorruptLogException extends QueueException {
    private static final long serialVersionUID = 1L;

    private final String file;
    private final long offset;

    /**
     * @param file the file's name
     * @param offset where in it the damage begins
     */
    CorruptLogException(String file, long offset, String what) {
        this(file, offset, what, null);
    }

    CorruptLogException(String file, long offset, String what, @Nullable Throwable cause) {
        super(
                file + " is damaged at offset " + offset + ": " + what
                        + ". This is no interrupted write, which would have been cut off: acknowledged data is concerned",
                cause);
        this.file = requireNonNull(file, "file");
        this.offset = offset;
    }

    /** Returns the name of the file in the queue's directory. */
    public String file() {
        return file;
    }

    /** Returns where in the file the damage begins, in bytes from its start. */
    public long offset() {
        return offset;
    }
}
