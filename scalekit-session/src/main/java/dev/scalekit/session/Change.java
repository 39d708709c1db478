package dev.scalekit.session;

/** What a request did to an attribute. Immutable. */
sealed interface Change {
    /** A value was put, by the codec's bytes. */
    record Put(Key<?> key, Encoded value) implements Change {}

    /** The attribute was removed. */
    record Remove(Key<?> key) implements Change {}

    /** A counter was changed by so much. */
    record Add(long number) implements Change {}

    /** A counter begins anew, whatever the attribute was before. */
    record Set(long number) implements Change {}

    /**
     * Returns both as one.
     *
     * @throws ArithmeticException if a counter overflows
     */
    default Change then(Change next) {
        if (!(next instanceof Add add)) {
            return next;
        }
        if (this instanceof Add before) {
            return new Add(Math.addExact(before.number, add.number));
        }
        return this instanceof Set before ? new Set(Math.addExact(before.number, add.number)) : new Set(add.number);
    }

    /** Tells whether a save must know if somebody else changed the attribute. */
    default boolean looksAtOthers() {
        if (this instanceof Put put) {
            return put.key.conflict() != Key.Conflict.LAST_WINS;
        }
        return this instanceof Remove remove && remove.key.conflict() == Key.Conflict.FAIL;
    }
}
