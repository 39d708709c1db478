package dev.scalekit.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scalekit.testkit.Await;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** One who follows a flight, and leaves at the worst moment. */
final class FollowerTest {
    private final HandTicker ticker = new HandTicker();
    private final Freshness freshness =
            new Freshness(null, null, 0, 1, Duration.ZERO, Duration.ofSeconds(1), Duration.ofSeconds(60), () -> 0);
    private final Notices<String, String> notices = new Notices<>("test", null, new Counts(), true, ticker);
    private final Waits<String, String> waits =
            new Waits<>("test", new Patience(null, null), freshness, notices, ticker);
    private final Flights<String, String> flights = new Flights<>(new MapStore<>(), new Invalidations(10));
    private final Load<String, String> load = new Load<>(this, asks -> {}, false, 0);

    /** Follows a flight that goes on; whoever wants that is not kept by what is returned. */
    private WeakReference<Follower<String, String>> follow(CompletableFuture<@Nullable String> answer) {
        Want<String, String> want = new Want<>("key", null, 0, flights);
        want.lookup.board(load);
        Follower<String, String> follower = new Follower<>(want, waits, answer, (again, unused) -> {});
        follower.begin();
        return new WeakReference<>(follower);
    }

    /** What else the thread collects at that time could not be started by anybody else. */
    @Test
    void who_follows_what_was_stored_already_is_told_when_nothing_is_left_to_start() {
        CompletableFuture<@Nullable String> answer = new CompletableFuture<>();
        Lookup<String, String> lookup = new Lookup<>("key", flights);
        lookup.board(load);
        Want<String, String> want = new Want<>("key", null, 0, flights);
        want.lookup.board(load);
        new Follower<>(want, waits, answer, (again, unused) -> {}).begin();

        lookup.landKnown(new Entry<>("known", Set.of(), 1, 0, 0));
        load.addOther(lookup.flight());
        boolean isToldAtOnce = answer.isDone();
        load.tellOthers();

        assertThat(isToldAtOnce).isFalse();
        assertThat(answer).isCompletedWithValue("known");
    }

    @Test
    void who_has_left_before_it_has_followed_is_not_kept_by_the_flight() {
        CompletableFuture<@Nullable String> answer = new CompletableFuture<>();
        answer.cancel(true);

        WeakReference<Follower<String, String>> follower = follow(answer);

        Await.until("the follower to be gone", Caches.PATIENCE, () -> {
            System.gc();
            return follower.get() == null;
        });
        assertThat(flights.count()).as("it goes on").isEqualTo(1);
    }
}
