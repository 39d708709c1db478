package dev.scalekit.routing;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Somebody has written, or has a token that says so, and the primary of now is not known to have that: it was lost by a failover
 * to a node that did not have it, or nobody had a look in between. Immutable.
 *
 * @param token what says so; null for a write of this process of which nobody knows how far it went
 * @param writer the node that took the write; null if a token says so
 * @param primary the node that is the primary now
 * @param at when this was found, by this machine's clock
 */
public record LostWrite(@Nullable ReadToken token, @Nullable String writer, String primary, Instant at) {}
