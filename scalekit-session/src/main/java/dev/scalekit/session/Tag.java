package dev.scalekit.session;

/**
 * The byte in front of each value. Numbers are stored: never change one, and never give one away again. Those of
 * scalars, from 16 on, are in {@link Scalars} and {@link TimeScalars}. Not instantiable.
 */
final class Tag {
    /** The first byte of all. */
    static final int FORMAT = 1;

    static final int NULL = 0;
    /** A count and the elements. */
    static final int LIST = 1;
    /** As a list. */
    static final int SET = 2;
    /** A count and that many keys, each with its value behind it. */
    static final int MAP = 3;
    /** A value, null if it is empty. */
    static final int OPTIONAL = 4;
    /**
     * Its type, and the value of each component. The type is 0, the name of the class, a count and the names of the
     * components; or the how manieth of the types of records so far, from 1.
     */
    static final int RECORD = 5;
    /** Its type, and its name. The type is 0 and the name of the class, or the how manieth of the enums so far. */
    static final int ENUM = 6;

    private Tag() {}
}
