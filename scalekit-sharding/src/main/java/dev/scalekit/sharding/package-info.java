/**
 * Rows spread over plain databases by key.
 *
 * <p><b>Problem.</b> The writes of one application no longer fit on one database server. Spread over several, each
 * statement must find the server that owns its key, also while keys move to a server that was added a moment ago, and also
 * from an application node that has not heard of the move.
 *
 * <p><b>Where to start.</b> Nowhere yet: this package has no types so far, and this page will name them as they come.
 *
 * <p><b>Guaranteed, not guaranteed.</b> Nothing yet.
 */
@NullMarked
package dev.scalekit.sharding;

import org.jspecify.annotations.NullMarked;
