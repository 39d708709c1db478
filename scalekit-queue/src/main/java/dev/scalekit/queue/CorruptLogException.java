package dev.scalekit.queue;

/** Acknowledged data is damaged or gone. Nothing was changed; opening again says the same. */
final class CorruptLogException extends QueueException {
    private static final long serialVersionUID = 1L;

    /**
     * @param file the file's name
     * @param offset where in it the damage begins
     */
    CorruptLogException(String file, long offset, String what) {
        super(file + " is damaged at offset " + offset + ": " + what
                + ". This is no interrupted write, which would have been cut off: acknowledged data is concerned");
    }
}
