package dev.scalekit.queue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** What a queue has done, counted. Thread-safe, with one thread for each kind of count. */
final class Figures {
    private final Ticker ticker;
    private final Counter stored;
    private final AtomicLong forceCount = new AtomicLong();
    private final ForceTimes forces = new ForceTimes();
    private final List<AtomicLong> delivered = new ArrayList<>();
    private final List<Counter> acknowledged = new ArrayList<>();

    /** How many there were, and how many a second. */
    private record Counter(AtomicLong total, Meter meter) {
        static Counter from(long now) {
            return new Counter(new AtomicLong(), new Meter(now));
        }

        void add(long count, long now) {
            total.lazySet(total.get() + count);
            meter.add(count, now);
        }
    }

    Figures(int groups, Ticker ticker) {
        this.ticker = ticker;
        this.stored = Counter.from(ticker.nanos());
        for (int group = 0; group < groups; group++) {
            delivered.add(new AtomicLong());
            acknowledged.add(Counter.from(ticker.nanos()));
        }
    }

    /** By the writer's thread, as are the next two. */
    void stored(int messages) {
        stored.add(messages, ticker.nanos());
    }

    void forced(long nanos) {
        forceCount.lazySet(forceCount.get() + 1);
        forces.add(nanos);
    }

    void done(int group) {
        acknowledged.get(group).add(1, ticker.nanos());
    }

    /** By the dispatcher's thread. */
    void handedOut(int group) {
        AtomicLong count = delivered.get(group);
        count.lazySet(count.get() + 1);
    }

    long stored() {
        return stored.total.get();
    }

    double storedPerSecond() {
        return stored.meter.perSecond(ticker.nanos());
    }

    long forceCount() {
        return forceCount.get();
    }

    ForceTimes.Summary forces() {
        return forces.summary();
    }

    long delivered(int group) {
        return delivered.get(group).get();
    }

    long acknowledged(int group) {
        return acknowledged.get(group).total.get();
    }

    double acknowledgedPerSecond(int group) {
        return acknowledged.get(group).meter.perSecond(ticker.nanos());
    }
}
