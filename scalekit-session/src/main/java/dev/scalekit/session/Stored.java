package dev.scalekit.session;

import org.jspecify.annotations.Nullable;

/**
 * An attribute as it is stored: a value or a counter. Immutable.
 *
 * @param version the revision of the session that changed it last; higher with each change
 */
record Stored(@Nullable Encoded value, @Nullable Long counter, long version) {
    int length() {
        return value == null ? Long.BYTES : value.length();
    }
}
