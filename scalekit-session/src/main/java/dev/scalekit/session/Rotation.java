package dev.scalekit.session;

import org.jspecify.annotations.Nullable;

/**
 * A session gets another token, and with a login a user. Immutable.
 *
 * @param from the token that it must still have
 * @param user who logs in, or null
 */
record Rotation(TokenHash from, TokenHash to, @Nullable String user) {}
