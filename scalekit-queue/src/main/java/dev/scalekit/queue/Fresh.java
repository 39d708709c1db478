package dev.scalekit.queue;

/**
 * A message that was just stored. Immutable.
 *
 * @param location where it is
 */
record Fresh(long id, long location, MessageContent content) {}
