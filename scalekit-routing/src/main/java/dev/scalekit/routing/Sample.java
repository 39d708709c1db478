package dev.scalekit.routing;

/**
 * How far a node had got when it was asked, in full. Immutable.
 *
 * @param position all that it has shown or committed before the question is in it
 * @param askedNanos when the question was sent
 */
record Sample(Position position, long askedNanos) {}
