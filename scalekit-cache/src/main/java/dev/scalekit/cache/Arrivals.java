package dev.scalekit.cache;

import org.jspecify.annotations.Nullable;

/**
 * What is done when a loader has answered: it is stored, those who wait get it, and the listener hears of it. Thread-safe.
 *
 * @param <K> the type of keys
 * @param <V> the type of values
 */
final class Arrivals<K, V> implements Ask.Answers<K, V> {
    private final EntryFactory<K, V> factory;
    private final Freshness freshness;
    private final Notices<K, V> notices;
    private final Sweep<K, V> sweep;
    private final Ticker ticker;

    Arrivals(EntryFactory<K, V> factory, Notices<K, V> notices, Sweep<K, V> sweep, Ticker ticker) {
        this.factory = factory;
        this.freshness = factory.freshness();
        this.notices = notices;
        this.sweep = sweep;
        this.ticker = ticker;
    }

    @Override
    public void found(Ask<K, V> ask, @Nullable V value) {
        long now = ticker.nanos();
        @Nullable Entry<V> entry;
        try {
            entry = factory.entry(ask, value);
        } catch (RuntimeException | Error e) {
            failed(ask, e);
            return;
        }
        boolean isStored = entry != null && ask.context.isStored();
        boolean isCurrent = ask.lookup.land(entry == null ? factory.nothing(ask) : entry, isStored);
        notices.loaded(ask, now, isCurrent);
        sweep.advance();
        notices.tellEvicted(ask.load);
    }

    /** Something was stored: others may have to go. */
    void stored() {
        sweep.advance();
        changed();
    }

    /** Something else was changed, and may have pushed out something. */
    void changed() {
        notices.tellEvicted();
    }

    /** Something was told to be past its time. */
    void expired() {
        sweep.somethingExpires();
        changed();
    }

    /** Everything was taken out. */
    void cleared() {
        sweep.restart();
    }

    /** What is known is kept, if it may be, and not loaded again at once. */
    @Override
    public void failed(Ask<K, V> ask, Throwable failure) {
        long now = ticker.nanos();
        ask.lookup.fail(failure, known -> heldBack(known, now));
        notices.loadFailed(ask, now, failure);
        notices.tellEvicted(ask.load);
    }

    private @Nullable Entry<V> heldBack(@Nullable Entry<V> known, long now) {
        return known == null || !freshness.isKept(known, now) ? known : freshness.heldBack(known, now);
    }

    /** What nobody waits for is not tried again at each call. */
    @Override
    public void refused(Ask<K, V> ask, Throwable reason) {
        if (ask.load.isRefresh) {
            long now = ticker.nanos();
            ask.lookup.abandon(reason, known -> heldBack(known, now));
            notices.tellEvicted(ask.load);
        } else {
            ask.lookup.abandon(reason);
        }
    }

    @Override
    public void abandoned(Ask<K, V> ask, Throwable reason) {
        ask.lookup.abandon(reason);
        notices.loadFailed(ask, ticker.nanos(), reason);
    }
}
