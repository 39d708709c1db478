package dev.scalekit.routing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scalekit.routing.SimServer.Entry;
import java.time.Instant;
import java.util.List;

/**
 * A scope that reads where it may, as {@link Router} does, and sees no less on a replica than it has seen before. What the primary
 * has lost is lost: so it begins anew there, and when it is told so. Not thread-safe.
 */
final class SimScope {
    private final ReadSession session;
    private final LostWrites lostWrites;
    private List<Entry> read = List.of();

    SimScope(Ticker ticker) {
        this.session = new ReadSession(ticker);
        this.lostWrites = new LostWrites(new RoutingCounts(), () -> Instant.EPOCH, ticker, lost -> {});
    }

    /** Reads there, unless it may not: nobody reads on a server that was started since it was heard of, once that is known. */
    void read(SimServer server, View view) {
        Need need = session.need(view);
        if (lostWrites.look(session, need, view)) {
            forget();
            need = session.need(view);
        }
        Seen seen = view.of(server.name);
        if (!server.isUp || !server.incarnation().equals(seen.incarnation())) {
            return;
        }
        List<Entry> shown = server.visible(server.incarnation());
        if (mayRead(need, seen)) {
            assertThat(shown)
                    .as("what a scope reads at %s by %s never goes back", seen, need)
                    .containsAll(read);
        } else if (!seen.equals(view.primary()) || hasReplica(need, view)) {
            return;
        }
        read = List.copyOf(shown);
        session.did(seen, false);
    }

    private static boolean mayRead(Need need, Seen seen) {
        return seen.standing() == NodeStanding.REPLICA && need.allows(seen);
    }

    private static boolean hasReplica(Need need, View view) {
        return view.nodes().values().stream().anyMatch(seen -> mayRead(need, seen));
    }

    void forget() {
        read = List.of();
    }
}
