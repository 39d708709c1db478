/**
 * Balancing over endpoints of any kind, and over regions.
 *
 * <p><b>Problem.</b> One server is not enough, and of several one is always slow, broken, restarting or new. Whoever calls
 * them should not have to know.
 *
 * <p><b>Where to start.</b> {@link dev.scalekit.routing.balance.LoadBalancer#builder} for endpoints next to each other, and
 * {@link dev.scalekit.routing.balance.RegionBalancer#builder} for regions far from each other. {@link
 * dev.scalekit.routing.balance.Balancers} has the ways to choose. To read the code, start with {@code Roster}, which
 * knows where each endpoint is, and {@code Picker}, which chooses from its {@code Snapshot}.
 *
 * <p><b>Guaranteed.</b> A pick is a function of one immutable snapshot and waits for nobody. Which endpoint is left out,
 * and why, can be read at any time. No lease of an endpoint begins once {@code drain} or {@code remove} has returned.
 * Nothing is sent twice unless the caller said that it may be, or nothing was sent. Users of a region that is well stay
 * in it. Nothing of the caller's is run under a lock, and nothing that it throws ends a thread.
 *
 * <p><b>Not guaranteed.</b> That an endpoint that was picked still works: it is known to be broken after a few failures or
 * probes. That several processes think the same of an endpoint: each has its own view.
 *
 * <p><b>Threads.</b> All types are thread-safe or immutable but the builders and options.
 */
@NullMarked
package dev.scalekit.routing.balance;

import org.jspecify.annotations.NullMarked;
