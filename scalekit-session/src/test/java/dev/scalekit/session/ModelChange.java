package dev.scalekit.session;

import org.jspecify.annotations.Nullable;

/**
 * What a request of the model did to a name, all of it in one. Immutable.
 *
 * @param value that was put, or null
 * @param add what was counted, or null; if both are null the name was removed
 * @param anew whether a counter begins at nothing whatever others did
 */
record ModelChange(@Nullable String value, @Nullable Long add, boolean anew) {
    static final ModelChange REMOVED = new ModelChange(null, null, false);

    static ModelChange put(String value) {
        return new ModelChange(value, null, false);
    }

    static ModelChange add(@Nullable ModelChange before, long number) {
        if (before == null) {
            return new ModelChange(null, number, false);
        }
        return before.add == null
                ? new ModelChange(null, number, true)
                : new ModelChange(null, before.add + number, before.anew);
    }

    /** Returns what becomes of what is there. */
    @Nullable
    Object on(@Nullable Object before) {
        if (value != null) {
            return value;
        }
        if (add == null) {
            return null;
        }
        return anew || !(before instanceof Long counter) ? add : (Object) (counter + add);
    }
}
