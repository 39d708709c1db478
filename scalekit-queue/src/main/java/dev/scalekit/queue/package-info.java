/**
 * A durable message queue inside the process.
 *
 * <p><b>Problem.</b> Slow work must leave the request and must still be done when the process dies a moment later. An
 * executor forgets it, and a broker is one more system to run.
 *
 * <p><b>Where to start.</b> Nowhere yet: this package has no types so far, and this page will name them as they come.
 *
 * <p><b>Guaranteed, not guaranteed.</b> Nothing yet.
 */
@NullMarked
package dev.scalekit.queue;

import org.jspecify.annotations.NullMarked;
