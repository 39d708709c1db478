package dev.scalekit.queue;

import static java.util.Objects.requireNonNull;

/** A file was written by another version of the format. Nothing was changed; the release that wrote it can read it. */
public final class UnknownFormatException extends QueueException {
    private static final long serialVersionUID = 1L;

    private final String file;
    private final int version;

    UnknownFormatException(String file, int version) {
        super(file + " has format version " + version + ", and this release reads version " + SegmentHeader.VERSION);
        this.file = requireNonNull(file, "file");
        this.version = version;
    }

    /** Returns the name of the file in the queue's directory. */
    public String file() {
        return file;
    }

    /** Returns the version that was found. */
    public int version() {
        return version;
    }
}
