package dev.scalekit.testkit;

/** How an operation ended, as far as its caller knows. Immutable. */
public enum Outcome {
    /** It was acknowledged: it took effect before the acknowledgement. */
    OK,

    /** It was refused: it had no effect and will have none. */
    FAILED,

    /** It took effect, will still take effect, or never will: a timeout, a crash, or no answer yet. */
    UNKNOWN
}
