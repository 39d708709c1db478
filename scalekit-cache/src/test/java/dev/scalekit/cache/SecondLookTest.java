package dev.scalekit.cache;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** What whoever is about to load finds when he looks again. */
final class SecondLookTest {
    private static final String KEY = "key";
    private static final Duration STALE = Duration.ofHours(1);

    private final AtomicLong nanos = new AtomicLong();
    private final Freshness freshness = new Freshness(
            Duration.ofMinutes(1), null, 0, 1, STALE, Duration.ofSeconds(1), Duration.ofSeconds(60), () -> 0);
    private final EntryFactory<String, String> factory =
            new EntryFactory<>("second", (key, value) -> List.of(), (key, value) -> 1, 0, freshness);
    private final Store<String, String> store = new MapStore<>();
    private final Invalidations invalidations = new Invalidations(10);
    private final Flights<String, String> flights = new Flights<>(store, invalidations);
    private final Boarding<String, String> boarding = boarding();

    private Boarding<String, String> boarding() {
        Settings<String, String> settings = new Settings<>(
                "second",
                Sources.single((Loader<String, String>) key -> "new"),
                evicted -> store,
                factory,
                new Patience(null, null),
                Duration.ZERO,
                Runnable::run,
                new CacheListener<String, String>() {},
                true,
                nanos::get);
        Notices<String, String> notices =
                new Notices<>("second", settings.listener(), new Counts(), settings.isCountingHits(), nanos::get);
        Arrivals<String, String> arrivals =
                new Arrivals<>(factory, notices, new Sweep<>(store, entry -> false, invalidations, true), nanos::get);
        return new Boarding<>(
                settings,
                flights,
                new Boarding.Answering<>(arrivals, new Recent(Duration.ZERO, 0), freshness, notices, nanos::get));
    }

    private Entry<String> entry(String value) {
        return requireNonNull(freshness.timed(new Entry<>(value, Set.of(), 1, 0, nanos.get()), null));
    }

    @Test
    void what_another_one_has_loaded_meanwhile_is_not_loaded_again() {
        Load<String, String> load = boarding.load(nanos.get());
        store.put(KEY, entry("of another"));
        Lookup<String, String> lookup = new Lookup<>(KEY, flights);

        boarding.board(lookup, load);

        assertThat(load.isEmpty()).isTrue();
        assertThat(requireNonNull(lookup.flight().brought()).value).isEqualTo("of another");
    }

    /** Whoever joins that flight has begun after it had expired. */
    @Test
    void what_has_expired_meanwhile_is_loaded() {
        store.put(KEY, entry("old"));
        Load<String, String> load = boarding.load(nanos.get());
        nanos.incrementAndGet();
        flights.change(KEY, known -> known == null ? null : freshness.expired(known, nanos.get()));
        Lookup<String, String> lookup = new Lookup<>(KEY, flights);

        boarding.board(lookup, load);
        boarding.start(load);

        assertThat(requireNonNull(lookup.flight().brought()).value).isEqualTo("new");
    }
}
