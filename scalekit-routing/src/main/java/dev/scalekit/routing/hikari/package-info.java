/**
 * HikariCP pools for the nodes of a {@code RoutingDataSource}: one a node, all from one template, with the settings that a
 * router needs.
 *
 * <p><b>Where to start.</b> {@link dev.scalekit.routing.hikari.HikariNodes}. Nobody has to: a node's pool may be any
 * {@code DataSource}. HikariCP is needed by this package only.
 *
 * <p><b>Not guaranteed.</b> Pools are made, emptied and closed here; which one is asked is the router's affair.
 */
@NullMarked
package dev.scalekit.routing.hikari;

import org.jspecify.annotations.NullMarked;
