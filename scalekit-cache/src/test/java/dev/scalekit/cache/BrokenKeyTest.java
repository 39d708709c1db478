package dev.scalekit.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Keys whose hash code cannot be had any more, as when there is no memory: what becomes of those that are loaded with them. */
final class BrokenKeyTest {
    @RegisterExtension
    final Caches caches = new Caches();

    private final AtomicBoolean hasBroken = new AtomicBoolean();
    private volatile boolean isBroken;

    /** Immutable. */
    private final class Key {
        private final String name;
        private final boolean isFragile;

        Key(String name, boolean isFragile) {
            this.name = name;
            this.isFragile = isFragile;
        }

        @Override
        public int hashCode() {
            if (isFragile && isBroken) {
                throw new IllegalStateException("broken: " + name);
            }
            return name.hashCode();
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Key key && key.name.equals(name);
        }
    }

    private final List<Key> keys = List.of(
            new Key("a", false), new Key("b", true), new Key("c", false), new Key("d", true), new Key("e", false));

    private static Map<Key, String> values(Iterable<Key> keys) {
        Map<Key, String> values = new HashMap<>();
        keys.forEach(key -> values.put(key, "value of " + key.name));
        return values;
    }

    @Test
    void those_that_break_leave_nobody_waiting_for_the_others() throws Exception {
        try (Gate gate = new Gate()) {
            ReadThroughCache<Key, String> cache = caches.open(ReadThroughCache.<Key, String>bulkBuilder("test", all -> {
                        gate.pass();
                        return values(all);
                    })
                    .tags((key, value) -> {
                        if (key.isFragile && hasBroken.compareAndSet(false, true)) {
                            isBroken = true;
                        }
                        return List.of();
                    }));
            Caller owner = Caller.of(() -> cache.getAll(keys));
            gate.awaitSomebody();
            Caller third = Caller.of(() -> cache.get(keys.get(2))).awaitWaiting();
            Caller last = Caller.of(() -> cache.get(keys.get(4))).awaitWaiting();

            gate.open();

            assertThat(owner.failure()).hasMessage("broken: b");
            assertThat(third.result()).isEqualTo("value of c");
            assertThat(last.result()).isEqualTo("value of e");
            assertThatThrownBy(() -> cache.get(keys.get(1))).hasMessage("broken: b");
            isBroken = false;
            assertThat(cache.getAll(keys)).isEqualTo(values(keys));
        }
    }
}
