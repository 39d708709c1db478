/**
 * A {@code DataSource} over a replicated database: reads go to replicas, writes go to the primary.
 *
 * <p><b>Problem.</b> Replicas answer reads that the primary has no time for, but they lag behind it, and the primary
 * changes when a machine dies. An application that picks the node itself reads what it has just overwritten, or writes to
 * a server that is no longer the primary.
 *
 * <p><b>Where to start.</b> Nowhere yet: this package has no types so far, and this page will name them as they come. What
 * balances, over endpoints of any kind, is there: {@link dev.scalekit.routing.balance}.
 *
 * <p><b>Guaranteed, not guaranteed.</b> Nothing yet.
 */
@NullMarked
package dev.scalekit.routing;

import org.jspecify.annotations.NullMarked;
