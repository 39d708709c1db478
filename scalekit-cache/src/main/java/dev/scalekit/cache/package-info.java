/**
 * A read-through cache for one process.
 *
 * <p><b>Problem.</b> The database answers the same question again and again. A cache in the process answers it in
 * nanoseconds, and is then a second copy that may be old: a load that was under way during a write must not put the old
 * value back, a thousand callers that miss together must not load together, and a database that is down must not take
 * every page with it.
 *
 * <p><b>Where to start.</b> Nowhere yet: this package has no types so far, and this page will name them as they come.
 *
 * <p><b>Guaranteed, not guaranteed.</b> Nothing yet.
 */
@NullMarked
package dev.scalekit.cache;

import org.jspecify.annotations.NullMarked;
