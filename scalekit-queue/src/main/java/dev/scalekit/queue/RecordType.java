package dev.scalekit.queue;

/** What the records of a queue are, as the type of their frame. Not instantiable. */
final class RecordType {
    /** A message; its sequence number is its id. */
    static final byte MESSAGE = Frame.RECORD;
    /** A message that was moved forward, with what its groups have made of it. */
    static final byte COPY = Frame.RECORD + 1;
    /** Messages that a group is done with. */
    static final byte DONE = Frame.RECORD + 2;
    /** A message that a group has given up. */
    static final byte DEAD = Frame.RECORD + 3;
    /** A dead letter that is tried again, or thrown away. */
    static final byte BURIED = Frame.RECORD + 4;
    /** The groups, all of them. */
    static final byte GROUPS = Frame.RECORD + 5;
    /** Deduplication ids whose messages are gone. */
    static final byte SEEN = Frame.RECORD + 6;
    /** Where the live messages of a segment are now. */
    static final byte MOVED = Frame.RECORD + 7;

    private RecordType() {}
}
