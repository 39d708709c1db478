/**
 * A durable message queue inside the process.
 *
 * <p><b>Problem.</b> Slow work must leave the request and must still be done when the process dies a moment later. An
 * executor forgets it, and a broker is one more system to run.
 *
 * <p><b>Where to start.</b> As a user nowhere yet: there is no queue, and no public type. To read the code, start with {@code
 * Log}, which keeps records in {@code Segment}s on a {@code Disk}, and with {@code LogReader}, which tells an interrupted write
 * from damage.
 *
 * <p><b>Guaranteed, not guaranteed.</b> Of the log: see docs/queue.md.
 */
@NullMarked
package dev.scalekit.queue;

import org.jspecify.annotations.NullMarked;
