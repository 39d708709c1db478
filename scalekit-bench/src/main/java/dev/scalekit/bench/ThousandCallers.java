package dev.scalekit.bench;

import com.alicp.jetcache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.google.common.cache.CacheBuilder;
import dev.scalekit.cache.Eviction;
import java.nio.file.Path;
import java.time.Duration;
import org.cache2k.Cache2kBuilder;
import org.springframework.cache.caffeine.CaffeineCache;

/** How soon a thousand callers go on when what they all wait for is loaded. Not thread-safe. */
@Compare(
        module = "cache",
        title = "Wait beyond the load, of callers that ask at once for a key that takes 50 ms to load",
        reference = "futures",
        threads = 1000,
        figure = RunResults.P99,
        length = 0.5,
        libraries = {Caffeine.class, Cache2kBuilder.class, CacheBuilder.class, Cache.class, CaffeineCache.class},
        note =
                "From the end of the load to the end of the call, for each caller, over several keys. Callers are platform threads, so most"
                        + " of it is what the machine needs to wake a thousand of them; the limit, callers that wait for a future, shows it. With"
                        + " everything on, ours loads on a thread of its own. B/op and CPU include the callers.")
final class ThousandCallers {
    private static final Duration LOADING = Duration.ofMillis(50);
    private static final double GOAL_NANOS = 5e6;

    ThousandCallers(Path folder) {}

    @Subject(name = "map of futures", role = Role.LIMIT)
    OwnLoop futures(int round) {
        return callers(FutureKeys::new);
    }

    @Subject(name = "ScaleKit", role = Role.OURS)
    @Goal(nanos = GOAL_NANOS)
    @Goal(count = Crowd.LOADS, most = 1)
    OwnLoop scalekit(int round) {
        return callers(ScaleKitKeys.by(Eviction.W_TINY_LFU));
    }

    @Subject(name = "ScaleKit, everything on", role = Role.OURS)
    @Goal(nanos = GOAL_NANOS)
    @Goal(count = Crowd.LOADS, most = 1)
    OwnLoop everything(int round) {
        return callers(ScaleKitKeys::everything);
    }

    @Subject(name = "Caffeine LoadingCache", role = Role.PEER)
    OwnLoop caffeine(int round) {
        return callers(CaffeineKeys::plain);
    }

    @Subject(name = "Caffeine AsyncLoadingCache", role = Role.PEER)
    OwnLoop caffeineAsync(int round) {
        return callers(CaffeineAsyncKeys::new);
    }

    @Subject(name = "cache2k", role = Role.PEER)
    OwnLoop cache2k(int round) {
        return callers(Cache2kKeys::plain);
    }

    @Subject(name = "Guava LoadingCache", role = Role.PEER)
    OwnLoop guava(int round) {
        return callers(GuavaKeys::plain);
    }

    @Subject(name = "JetCache over Caffeine", role = Role.PEER)
    OwnLoop jetCache(int round) {
        return callers(JetCacheKeys::caffeine);
    }

    @Subject(name = "Spring CaffeineCache", role = Role.PEER)
    OwnLoop spring(int round) {
        return callers(SpringKeys::plain);
    }

    private static OwnLoop callers(KeyCache.Opening opening) {
        return (load, warmup, measurement) -> {
            try (Crowd crowd = new Crowd(LoadClock.SYSTEM, opening, LOADING, load.threads())) {
                LoadResult unused = crowd.run(warmup);
                return crowd.run(measurement);
            }
        };
    }
}
