package dev.scalekit.queue;

/** Where a frame is, in one long: the segment's number, and the offset in units of a frame's alignment. Not instantiable. */
final class Location {
    private static final int OFFSET_BITS = 28;

    private Location() {}

    static long of(long segment, long offset) {
        return segment << OFFSET_BITS | offset / Frame.ALIGNMENT;
    }

    static long segment(long location) {
        return location >>> OFFSET_BITS;
    }

    static long offset(long location) {
        return (location & (1L << OFFSET_BITS) - 1) * Frame.ALIGNMENT;
    }
}
