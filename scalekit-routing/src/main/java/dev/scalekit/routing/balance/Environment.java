package dev.scalekit.routing.balance;

import java.time.InstantSource;
import java.util.concurrent.Executor;

/**
 * What a balancer has of the world around it; a test has a world of its own. Immutable.
 *
 * @param ticker how long things take
 * @param wall when it is, for people
 * @param probes runs what may block
 * @param callbacks runs the listener and completes futures, one after the other
 */
record Environment(Ticker ticker, InstantSource wall, Executor probes, Executor callbacks) {}
