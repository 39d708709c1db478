package dev.scalekit.bench;

/**
 * What a server says of its load, for balancers that ask.
 *
 * @param perSecond the requests that it served in a second
 * @param utilization which part of it was busy, from 0 to 1
 */
record ServerLoad(double perSecond, double utilization) {}
