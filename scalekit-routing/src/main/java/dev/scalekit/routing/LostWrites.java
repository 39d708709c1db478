package dev.scalekit.routing;

import static java.util.Objects.requireNonNull;

import dev.scalekit.routing.Need.Mark;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Finds what a session needs to see and never will, since the primary of now does not have it: by a failover to a node that did
 * not, or since a client has made up a token. Whoever needs it reads what the primary has instead. Tells a hundred at once, and ten a
 * second for long. Thread-safe.
 */
final class LostWrites {
    private static final double SECOND = Duration.ofSeconds(1).toNanos();
    private static final double BURST = 100;
    private static final double A_SECOND = 10;
    private static final int MOST_OPEN = 1_000;

    private final RoutingCounts counts;
    private final InstantSource clock;
    private final Ticker ticker;
    private final Consumer<LostWrite> found;

    /** Who has read on the primary before that has said whether it has what they need. */
    private final Set<ReadSession> open = ConcurrentHashMap.newKeySet();

    private double allowance = BURST;
    private long allowedNanos;

    LostWrites(RoutingCounts counts, InstantSource clock, Ticker ticker, Consumer<LostWrite> found) {
        this.counts = counts;
        this.clock = clock;
        this.ticker = ticker;
        this.found = found;
        this.allowedNanos = ticker.nanos();
    }

    /** Looks; returns whether the session needs something else now. */
    boolean look(ReadSession session, Need need, View view) {
        Seen primary = view.primary();
        if (primary == null) {
            return false;
        }
        Mark mark = need.mark();
        boolean isStranded = mark != null && !mark.isOf(primary) && !mark.isOf(view.of(mark.node()));
        boolean isDeposed = mark != null && mark.isWrite() && !mark.isOf(primary) && !isRestart(mark, primary);
        List<Position> lost = lost(need, primary);
        if (!isStranded && !isDeposed && lost.isEmpty()) {
            return false;
        }
        List<Position> kept =
                need.positions().stream().filter(it -> !lost.contains(it)).toList();
        Mark fromNow = Mark.of(primary, ticker.nanos(), false);
        if (session.replace(need, new Need(kept, need.sinceNanos(), fromNow))) {
            lost.forEach(position -> found(ReadToken.of(position), null, primary));
            if (isDeposed) {
                found(null, requireNonNull(mark).node(), primary);
            }
        }
        return true;
    }

    /**
     * A read goes to the primary, as no replica is known to have what it needs, and it may be over before the primary has said whether
     * it has that itself: then that is looked at when it does ({@link #lookAgain}). No more than a thousand are waited for.
     */
    void lookLater(ReadSession session, Need need, View view) {
        Seen primary = view.primary();
        boolean isOpen = !need.positions().isEmpty() && (primary == null || !need.isCoveredBy(primary));
        if (isOpen && open.size() < MOST_OPEN) {
            open.add(session);
        }
    }

    /** Something else is known. */
    void lookAgain(View view) {
        Seen primary = view.primary();
        if (primary == null || primary.position() == null) {
            return;
        }
        open.removeIf(session -> {
            Need need = session.need(view);
            boolean isAnswered = isAskedSince(need, primary);
            if (isAnswered) {
                look(session, need, view);
            }
            return isAnswered;
        });
    }

    /** A primary that was restarted has all that it has acknowledged. */
    private static boolean isRestart(Mark mark, Seen primary) {
        return mark.node().equals(primary.name()) && mark.epoch() == primary.epoch();
    }

    /** Only what the primary was asked after somebody had it says that it has not. */
    private static List<Position> lost(Need need, Seen primary) {
        if (primary.position() == null || !isAskedSince(need, primary)) {
            return List.of();
        }
        return need.positions().stream()
                .filter(position -> !primary.covers(position))
                .toList();
    }

    private static boolean isAskedSince(Need need, Seen primary) {
        return primary.askedNanos() - need.sinceNanos() > 0;
    }

    /** Anybody can make up tokens: they must not crowd out what else there is to tell. */
    private synchronized boolean mayTell() {
        long now = ticker.nanos();
        allowance = Math.min(BURST, allowance + (now - allowedNanos) / SECOND * A_SECOND);
        allowedNanos = now;
        if (allowance < 1) {
            return false;
        }
        allowance--;
        return true;
    }

    private void found(@Nullable ReadToken token, @Nullable String writer, Seen primary) {
        counts.lostWrites.increment();
        if (!mayTell()) {
            return;
        }
        found.accept(new LostWrite(token, writer, primary.name(), clock.instant()));
    }
}
