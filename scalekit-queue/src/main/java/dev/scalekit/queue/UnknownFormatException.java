package dev.scalekit.queue;

/** A file was written by another version of the format. Nothing was changed. */
final class UnknownFormatException extends QueueException {
    private static final long serialVersionUID = 1L;

    UnknownFormatException(String file, int version) {
        super(file + " has format version " + version + ", and this release reads version " + SegmentHeader.VERSION);
    }
}
