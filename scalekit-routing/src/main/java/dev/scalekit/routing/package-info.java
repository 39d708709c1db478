/**
 * A {@code DataSource} over a replicated database: reads go to replicas, writes go to the primary.
 *
 * <p><b>Problem.</b> Replicas answer reads that the primary has no time for, but they lag behind it, and the primary
 * changes when a machine dies. An application that picks the node itself reads what it has just overwritten, or writes to
 * a server that is no longer the primary.
 *
 * <p><b>Where to start.</b> Nowhere yet: the {@code DataSource} itself is not there. What it will stand on is: what nodes say of
 * themselves ({@link dev.scalekit.routing.ReplicationDialect}), how far they have got ({@link dev.scalekit.routing.Position},
 * {@link dev.scalekit.routing.ReadToken}), and what is made of that ({@link dev.scalekit.routing.TopologySnapshot}). What
 * balances, over endpoints of any kind, can be used: {@link dev.scalekit.routing.balance}.
 *
 * <p><b>Guaranteed.</b> Nothing yet.
 *
 * <p><b>Not guaranteed.</b> Nothing is promoted or fenced here: whoever operates the database does that.
 */
@NullMarked
package dev.scalekit.routing;

import org.jspecify.annotations.NullMarked;
