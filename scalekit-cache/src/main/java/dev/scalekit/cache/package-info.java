/**
 * A read-through cache for one process.
 *
 * <p><b>Problem.</b> The database answers the same question again and again. A cache in the process answers it in
 * nanoseconds, and is then a second copy that may be old: a load that was under way during a write must not put the old
 * value back, a thousand callers that miss together must not load together, and a database that is down must not take
 * every page with it.
 *
 * <p><b>Where to start.</b> {@link dev.scalekit.cache.ReadThroughCache#builder} with a {@link dev.scalekit.cache.Loader}; then {@link
 * dev.scalekit.cache.ReadThroughCacheBuilder} for times and bounds, {@link dev.scalekit.cache.WriteFence} around what writes, and
 * {@link dev.scalekit.cache.ReadThroughCache#explain} when it surprises.
 *
 * <p><b>Guaranteed.</b> A {@code get} that begins after an invalidation has returned gets nothing whose load began before it. No
 * invalidation waits for a load. There is one load of a key at a time, for all who want it, but for one that was invalidated, beside which a new one begins. Bounds hold. Nothing is returned past its
 * time but while its loads fail or take too long, for as long as was said.
 *
 * <p><b>Not guaranteed.</b> Other processes are not heard of; values are not copied.
 */
@NullMarked
package dev.scalekit.cache;

import org.jspecify.annotations.NullMarked;
