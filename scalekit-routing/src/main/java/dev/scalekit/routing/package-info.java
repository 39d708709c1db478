/**
 * A {@code DataSource} over a replicated database: reads go to replicas, writes go to the primary.
 *
 * <p><b>Problem.</b> Replicas answer reads that the primary has no time for, but they lag behind it, and the primary
 * changes when a machine dies. An application that picks the node itself reads what it has just overwritten, or writes to
 * a server that is no longer the primary.
 *
 * <p><b>Where to start.</b> {@link dev.scalekit.routing.RoutingDataSource}; pools for it in {@link dev.scalekit.routing.hikari}. What
 * balances, over endpoints of any kind, can be used without a database: {@link dev.scalekit.routing.balance}.
 *
 * <p><b>Guaranteed.</b> A transaction stays on its node. A read sees what was written before in its scope, also by a {@link
 * dev.scalekit.routing.ReadToken} from another server and after a failover. Only the newest primary gets writes; if two say that
 * they are, none does. A write is never done twice; where nobody knows whether it was done, a {@link
 * dev.scalekit.routing.CommitOutcomeUnknownException} says so.
 *
 * <p><b>Not guaranteed.</b> Nothing is promoted or fenced here: whoever operates the database does that. With asynchronous
 * replication a failover can lose what was acknowledged. No transaction is repeated, and reads on several replicas are not of
 * one snapshot.
 */
@NullMarked
package dev.scalekit.routing;

import org.jspecify.annotations.NullMarked;
