package dev.scalekit.bench;

import dev.scalekit.cache.Eviction;
import java.util.ArrayList;
import java.util.List;

/** The caches that recorded requests are replayed to. Immutable. */
final class Replayed {
    private Replayed() {}

    /** Ours by each policy, and Caffeine. */
    static List<Traces.Kind> all() {
        List<Traces.Kind> kinds = new ArrayList<>();
        for (Eviction eviction : Eviction.values()) {
            kinds.add(scalekit(eviction));
        }
        kinds.add(Traces.caffeine());
        return kinds;
    }

    /** The whole cache, not only its policy: what it loads was no hit. */
    private static Traces.Kind scalekit(Eviction eviction) {
        return new Traces.Kind(eviction.name(), size -> {
            Loaded loaded = new Loaded();
            KeyCache cache = ScaleKitKeys.by(eviction).open(size, loaded::load);
            return key -> loaded.isNotFor(() -> cache.get(key));
        });
    }

    /** Tells whether a call has loaded something. Not thread-safe. */
    private static final class Loaded {
        private boolean isLoaded;

        Integer load(Integer key) {
            isLoaded = true;
            return key;
        }

        boolean isNotFor(Runnable call) {
            isLoaded = false;
            call.run();
            return !isLoaded;
        }
    }
}
