package dev.scalekit.bench;

import com.alicp.jetcache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.google.common.cache.CacheBuilder;
import dev.scalekit.cache.Eviction;
import java.nio.file.Path;
import org.cache2k.Cache2kBuilder;
import org.springframework.cache.caffeine.CaffeineCache;

/** Whether a load that hangs is noticed by who loads other keys. Not thread-safe. */
@Compare(
        module = "cache",
        title = "Load of one key after the other in a full cache, while that of another key hangs",
        reference = "futures",
        threads = 1,
        length = 0.5,
        libraries = {Caffeine.class, Cache2kBuilder.class, CacheBuilder.class, Cache.class, CaffeineCache.class},
        note =
                "65536 entries, as many as the bound; no key is asked for twice, and the loader takes no time but for the key that hangs,"
                        + " for as long as is measured. Who waits for it is one call that takes that long: a longer measurement has a"
                        + " worse ratio. The rows come in pairs: without a load that hangs, and with one.")
final class HangingLoad {
    private static final double AS_GOOD_AS_NONE = 0.95;

    HangingLoad(Path folder) {}

    @Subject(name = "map of futures", role = Role.LIMIT)
    OwnLoop futures(int round) {
        return new OtherKeys(FutureKeys::new, false);
    }

    @Subject(name = "ScaleKit", role = Role.OURS)
    OwnLoop scalekit(int round) {
        return new OtherKeys(ScaleKitKeys.by(Eviction.W_TINY_LFU), false);
    }

    @Subject(name = "ScaleKit, one hangs", role = Role.OURS)
    @Goal(speed = AS_GOOD_AS_NONE, of = "scalekit")
    OwnLoop scalekitHanging(int round) {
        return new OtherKeys(ScaleKitKeys.by(Eviction.W_TINY_LFU), true);
    }

    @Subject(name = "ScaleKit SIEVE", role = Role.OURS)
    OwnLoop scalekitSieve(int round) {
        return new OtherKeys(ScaleKitKeys.by(Eviction.SIEVE), false);
    }

    @Subject(name = "ScaleKit SIEVE, one hangs", role = Role.OURS)
    @Goal(speed = AS_GOOD_AS_NONE, of = "scalekitSieve")
    OwnLoop scalekitSieveHanging(int round) {
        return new OtherKeys(ScaleKitKeys.by(Eviction.SIEVE), true);
    }

    @Subject(name = "Caffeine LoadingCache", role = Role.PEER)
    OwnLoop caffeine(int round) {
        return new OtherKeys(CaffeineKeys::plain, false);
    }

    @Subject(name = "Caffeine LoadingCache, one hangs", role = Role.PEER)
    OwnLoop caffeineHanging(int round) {
        return new OtherKeys(CaffeineKeys::plain, true);
    }

    @Subject(name = "Caffeine AsyncLoadingCache", role = Role.PEER)
    OwnLoop caffeineAsync(int round) {
        return new OtherKeys(CaffeineAsyncKeys::new, false);
    }

    @Subject(name = "Caffeine AsyncLoadingCache, one hangs", role = Role.PEER)
    OwnLoop caffeineAsyncHanging(int round) {
        return new OtherKeys(CaffeineAsyncKeys::new, true);
    }

    @Subject(name = "cache2k", role = Role.PEER)
    OwnLoop cache2k(int round) {
        return new OtherKeys(Cache2kKeys::plain, false);
    }

    @Subject(name = "cache2k, one hangs", role = Role.PEER)
    OwnLoop cache2kHanging(int round) {
        return new OtherKeys(Cache2kKeys::plain, true);
    }

    @Subject(name = "Guava LoadingCache", role = Role.PEER)
    OwnLoop guava(int round) {
        return new OtherKeys(GuavaKeys::plain, false);
    }

    @Subject(name = "Guava LoadingCache, one hangs", role = Role.PEER)
    OwnLoop guavaHanging(int round) {
        return new OtherKeys(GuavaKeys::plain, true);
    }

    @Subject(name = "JetCache over Caffeine", role = Role.PEER)
    OwnLoop jetCache(int round) {
        return new OtherKeys(JetCacheKeys::caffeine, false);
    }

    @Subject(name = "JetCache over Caffeine, one hangs", role = Role.PEER)
    OwnLoop jetCacheHanging(int round) {
        return new OtherKeys(JetCacheKeys::caffeine, true);
    }

    @Subject(name = "Spring CaffeineCache", role = Role.PEER)
    OwnLoop spring(int round) {
        return new OtherKeys(SpringKeys::plain, false);
    }

    @Subject(name = "Spring CaffeineCache, one hangs", role = Role.PEER)
    OwnLoop springHanging(int round) {
        return new OtherKeys(SpringKeys::plain, true);
    }
}
