package dev.scalekit.cache;

/** All that tells a cache that what it has of a key may be old. */
enum Told {
    INVALIDATED,
    EXPIRED,
    PUT,
    WRITTEN,
    TAGGED,
    CLEARED;

    static final String TAG = "tag";

    static final String NEW = "put";

    /** Whether it is about other keys too. */
    boolean isOfAll() {
        return this == TAGGED || this == CLEARED;
    }

    void tell(ReadThroughCache<String, String> cache, String key) {
        switch (this) {
            case INVALIDATED -> cache.invalidate(key);
            case EXPIRED -> cache.expire(key);
            case PUT -> cache.put(key, NEW);
            case WRITTEN -> {
                try (WriteFence fence = cache.write(key)) {
                    fence.commit();
                }
            }
            case TAGGED -> cache.invalidateTag(TAG);
            case CLEARED -> cache.clear();
        }
    }
}
