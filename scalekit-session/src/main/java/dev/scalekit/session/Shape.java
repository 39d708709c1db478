package dev.scalekit.session;

/** A class of the application whose values can be stored. */
sealed interface Shape permits EnumShape, RecordShape {

    /** Returns the class; stored by its name. */
    Class<?> type();

    /** Returns what stands in front of the first value of this class. */
    byte[] header();
}
