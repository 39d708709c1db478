package dev.scalekit.session;

import org.jspecify.annotations.Nullable;

/**
 * Where a session is used, as the client says, so that users recognise their sessions in a list. Not checked, and no reason
 * to trust anybody. Immutable.
 *
 * <p>What is longer than the table has room for is cut, and control characters become {@code ?}: both come from outside.
 *
 * @param userAgent the header {@code User-Agent}, at most 256 characters, or null
 * @param address from which the request came, at most 64 characters, or null
 */
public record Device(@Nullable String userAgent, @Nullable String address) {
    /** Nothing is known. */
    public static final Device UNKNOWN = new Device(null, null);

    private static final int MAXIMUM_USER_AGENT = 256;
    private static final int MAXIMUM_ADDRESS = 64;

    public Device {
        userAgent = clean(userAgent, MAXIMUM_USER_AGENT);
        address = clean(address, MAXIMUM_ADDRESS);
    }

    /** Counts characters as a database does: a pair of surrogates is one. */
    private static @Nullable String clean(@Nullable String text, int longest) {
        if (text == null) {
            return null;
        }
        boolean isShort = text.codePointCount(0, text.length()) <= longest;
        return Bounds.printable(isShort ? text : text.substring(0, text.offsetByCodePoints(0, longest)));
    }
}
