/**
 * One-file examples to copy, each run by a test, and the demo that shows the modules at work together.
 *
 * <p>{@link dev.scalekit.examples.WorkQueue}, {@link dev.scalekit.examples.PublishSubscribe}, {@link
 * dev.scalekit.examples.DelayAndRetry} and {@link dev.scalekit.examples.PullAndBatch} are about {@code scalekit-queue},
 * {@link dev.scalekit.examples.ReadWriteRouting}, {@link dev.scalekit.examples.ReadYourWrites}, {@link
 * dev.scalekit.examples.LoadBalancedHttp} and {@link dev.scalekit.examples.TwoRegions} about {@code scalekit-routing},
 * {@link dev.scalekit.examples.SessionsInJetty} and {@link dev.scalekit.examples.SessionsWithoutServlets} about {@code
 * scalekit-session}, {@link dev.scalekit.examples.SessionsOverRouting} about the two together, {@link
 * dev.scalekit.examples.ReadThrough}, {@link dev.scalekit.examples.InvalidateAfterCommit} and {@link
 * dev.scalekit.examples.StaleWhileDown} about {@code scalekit-cache}. The others come with their modules.
 */
@NullMarked
package dev.scalekit.examples;

import org.jspecify.annotations.NullMarked;
