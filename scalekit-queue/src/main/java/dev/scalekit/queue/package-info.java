/**
 * A durable message queue inside the process.
 *
 * <p><b>Problem.</b> Slow work must leave the request and must still be done when the process dies a moment later. An
 * executor forgets it, and a broker is one more system to run.
 *
 * <p><b>Where to start.</b> {@link dev.scalekit.queue.FileQueue#builder} makes a {@link
 * dev.scalekit.queue.MessageQueue}: messages go in by {@link dev.scalekit.queue.Sender#send}, and come out by {@link
 * dev.scalekit.queue.Receiver#consume} for a {@link dev.scalekit.queue.Handler}, or one by one by {@link
 * dev.scalekit.queue.Receiver#receive}. Named {@link dev.scalekit.queue.Group}s make it publish and subscribe. {@link
 * dev.scalekit.queue.Message} has keys for order, delays, headers and deduplication. To read the code, start with
 * {@code Log}, which keeps records in {@code Segment}s on a {@code Disk}.
 *
 * <p><b>Guaranteed.</b> When a send returns, neither kill -9 nor a power cut loses the message, on a medium that
 * keeps what it was forced to keep. Each group gets each message at least once. Messages of one key are delivered one
 * at a time, in order. An acknowledgement that has returned holds, and a full queue never refuses one. A message that
 * cannot be handled ends among the dead letters and holds up only its own key. Damage is told apart from an
 * interrupted write and never skipped. Memory does not grow with the number of messages but for bits.
 *
 * <p><b>Not guaranteed.</b> Exactly once: a message may be handled again after a crash or when its lease has ended,
 * so handling must bear it. Order without a key. That the machine's disk survives: there is one copy. Attempts and
 * due retries outlive the process but maybe not a power cut.
 *
 * <p><b>Threads.</b> All types are thread-safe or immutable but the builder. The queue has threads of its own, which
 * {@code close()} ends; handlers run on those of their consumer, listeners and futures on one of the queue.
 */
@NullMarked
package dev.scalekit.queue;

import org.jspecify.annotations.NullMarked;
