package dev.scalekit.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A bound so large that there is none. */
final class LargestSizeTest {
    @RegisterExtension
    final Caches caches = new Caches();

    @ParameterizedTest
    @EnumSource
    void everything_stays(Eviction eviction) {
        List<Integer> keys = IntStream.range(0, 2_000).boxed().toList();
        ReadThroughCache<Integer, Integer> cache =
                caches.open(ReadThroughCache.<Integer, Integer>builder("test", key -> key)
                        .maximumSize(Long.MAX_VALUE)
                        .eviction(eviction));

        cache.getAll(keys);
        cache.getAll(keys);

        assertThat(cache.stats())
                .returns(2_000L, CacheStats::loads)
                .returns(2_000L, CacheStats::size)
                .returns(0L, CacheStats::evictions);
    }

    /** They are after twice as many entries as the bound is, which is more than a long holds. */
    @Test
    void counts_of_hits_are_not_halved() {
        Lfu<String, String> policy = new Lfu<>(Long.MAX_VALUE);
        Node<String, String> node = new Node<>("a", new Entry<>("a1", Set.of(), 1, 0, 0));

        policy.add(node);
        policy.hit(node);
        policy.hit(node);
        policy.add(new Node<>("b", new Entry<>("b1", Set.of(), 1, 0, 0)));

        assertThat(policy.count(node.mark)).isEqualTo(2);
    }
}
