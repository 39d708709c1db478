package dev.scalekit.cache;

import java.util.Map;
import java.util.Set;

/**
 * Finds the values of many keys at once, with one question to a database for example. {@link ReadThroughCache#getAll} has it called
 * once for all that the cache does not have; what is asked for by itself comes by itself. Called as a {@link Loader} is.
 *
 * @param <K> the type of keys
 * @param <V> the type of values
 */
@FunctionalInterface
public interface BulkLoader<K, V> {
    /**
     * Loads values.
     *
     * @param keys one or more, in the order in which they were asked for; not to be changed
     * @return what there is of them; what was not asked for is left alone
     * @throws Exception if it cannot be told of any; as a {@link Loader}
     */
    Map<K, V> loadAll(Set<K> keys) throws Exception;
}
