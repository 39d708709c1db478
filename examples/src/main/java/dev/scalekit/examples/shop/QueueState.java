package dev.scalekit.examples.shop;

/**
 * What a web server tells of its queue of page views. Counted since its process was started.
 *
 * @param process the id of the process
 * @param depth views that are not counted yet
 * @param sent views that were put into the queue
 * @param acknowledged views that were counted and taken out
 * @param statements how often views were counted, many together
 * @param bytes all files of the queue together
 * @param paused whether the worker gets none
 */
public record QueueState(
        long process, long depth, long sent, long acknowledged, long statements, long bytes, boolean paused) {}
