package dev.scalekit.examples.demo;

import dev.scalekit.routing.Dialects;
import dev.scalekit.routing.LostWrite;
import dev.scalekit.routing.NodeStanding;
import dev.scalekit.routing.NodeStatus;
import dev.scalekit.routing.PromotionAdvisor;
import dev.scalekit.routing.RoutingDataSource;
import dev.scalekit.routing.RoutingDataSourceBuilder;
import dev.scalekit.routing.RoutingListener;
import dev.scalekit.routing.TopologySnapshot;
import dev.scalekit.testkit.postgres.PgServer;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** What an operator sees of the servers of the database, over ways of his own. Thread-safe. */
final class Watch implements AutoCloseable {
    private static final long PERIOD_MILLIS = 1_000;

    private final RoutingDataSource router;
    private final Map<String, Long> positions = new ConcurrentHashMap<>();
    private final Map<String, String> synchronousStandbys = new ConcurrentHashMap<>();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread;

    Watch(List<PgServer> servers, Timeline timeline) {
        RoutingDataSourceBuilder builder = RoutingDataSource.builder()
                .name("operator")
                .dialect(Dialects.postgres())
                .listener(log(timeline));
        servers.forEach(server -> builder.node(server.name(), server.dataSource()));
        this.router = builder.build();
        this.thread = new Thread(() -> look(servers), "scalekit-demo-watch");
        thread.start();
    }

    private static RoutingListener log(Timeline timeline) {
        return new RoutingListener() {
            @Override
            public void topologyChanged(TopologySnapshot before, TopologySnapshot after) {
                for (NodeStatus node : after.nodes()) {
                    if (before.node(node.name()).standing() != node.standing()) {
                        timeline.add(
                                level(node.standing()),
                                node.name() + " is " + word(node.standing()) + ": " + node.reason());
                    }
                }
            }

            @Override
            public void lostWriteSuspected(LostWrite lost) {
                timeline.add(Timeline.Level.BAD, "A write may be lost: " + lost);
            }
        };
    }

    private static Timeline.Level level(NodeStanding standing) {
        return switch (standing) {
            case PRIMARY, REPLICA -> Timeline.Level.GOOD;
            case LAGGING, UNKNOWN -> Timeline.Level.INFO;
            case DIVERGED, DEPOSED, DOWN -> Timeline.Level.WARN;
            case AMBIGUOUS, FOREIGN -> Timeline.Level.BAD;
        };
    }

    static String word(NodeStanding standing) {
        return standing.name().toLowerCase(Locale.ROOT);
    }

    /** Returns where a server stands. */
    NodeStatus status(PgServer server) {
        return router.topology().node(server.name());
    }

    boolean stands(PgServer server, NodeStanding standing) {
        return status(server).standing() == standing;
    }

    /** Returns which replica to promote, if any. */
    PromotionAdvisor.Advice advice() {
        return PromotionAdvisor.advise(router.topology());
    }

    /** Returns how many bytes of the log a server has written or replayed, looked at once a second. */
    long position(PgServer server) {
        return positions.getOrDefault(server.name(), 0L);
    }

    /** Returns whose disks a commit waits for on a server that takes writes, as it says itself; looked at once a second. */
    String synchronousStandbys(PgServer server) {
        return synchronousStandbys.getOrDefault(server.name(), "");
    }

    private void look(List<PgServer> servers) {
        try {
            while (!closing.await(PERIOD_MILLIS, TimeUnit.MILLISECONDS)) {
                for (PgServer server : servers) {
                    try {
                        positions.put(server.name(), server.position());
                        synchronousStandbys.put(server.name(), server.query("show synchronous_standby_names"));
                    } catch (IllegalStateException e) {
                        // It is down, and stays where it was.
                        positions.putIfAbsent(server.name(), 0L);
                    }
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closing.countDown();
        Closing.join(thread);
        router.close();
    }
}
