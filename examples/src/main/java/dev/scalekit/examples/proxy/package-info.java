/**
 * A small reverse proxy over {@link dev.scalekit.routing.balance.LoadBalancer}: private servers behind one public address.
 *
 * <p>Start with {@link dev.scalekit.examples.proxy.ReverseProxy}. It streams both ways, takes what concerns one connection
 * only out of the headers, sends again elsewhere what may be sent again, and tells the balancer what came of each request.
 * It shows how much is left to do once the balancer has picked; for production there are nginx, Envoy and HAProxy.
 */
@NullMarked
package dev.scalekit.examples.proxy;

import org.jspecify.annotations.NullMarked;
