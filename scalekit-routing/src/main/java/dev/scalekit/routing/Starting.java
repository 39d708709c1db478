package dev.scalekit.routing;

import dev.scalekit.routing.balance.LoadBalancer;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts the parts of a router together, and waits until it knows its nodes. Not instantiable. */
final class Starting {
    private static final Logger LOG = LoggerFactory.getLogger(RoutingDataSource.class);

    /** Of so many nodes at once are connections broken off: to end one may take its time. */
    private static final int BREAKING = 8;

    private Starting() {}

    static RoutingDataSource start(RoutingSettings settings, Duration discovery) {
        Parts parts = new Parts(settings, Ticker.system(), InstantSource.system());
        boolean isStarted = false;
        try {
            parts.monitor.start();
            parts.await(discovery);
            requireOneCluster(settings.name(), parts.cluster.identities());
            parts.learn();
            isStarted = true;
            LOG.info("{}: {}", settings.name(), parts.nodes.reasons());
            return parts.source;
        } finally {
            if (!isStarted) {
                parts.source.close();
            }
        }
    }

    private static void requireOneCluster(String name, Map<String, String> identities) {
        if (new TreeSet<>(identities.values()).size() > 1) {
            throw new IllegalArgumentException("nodes of " + name + " must be of one cluster: " + identities);
        }
    }

    /** All that a router consists of. */
    private static final class Parts {
        private final RoutingSettings settings;
        private final Ticker ticker;
        private final Cluster cluster;
        private final Nodes nodes;
        private final Monitor monitor;
        private final Router router;
        private final Changes discovered = new Changes();
        private final RoutingDataSource source;

        Parts(RoutingSettings settings, Ticker ticker, InstantSource clock) {
            this.settings = settings;
            this.ticker = ticker;
            String threads = "scalekit-routing-" + settings.name();
            Tasks breaking = new Tasks(threads + "-break", BREAKING);
            Tasks telling = new Tasks(threads + "-listener", 1);
            RoutingCounts counts = new RoutingCounts();
            RoutingListener listener = settings.listener();
            cluster = new Cluster(
                    settings.nodes().stream().map(Node::name).toList(), settings.cluster(), clock, this::changed);
            nodes = new Nodes(
                    settings.name(),
                    cluster,
                    replicas(settings),
                    new Lent(),
                    counts,
                    breaking,
                    (before, after) -> telling.execute(() -> listener.topologyChanged(before, after)));
            settings.nodes().forEach(nodes::put);
            cluster.asking(ticker.nanos());
            LostWrites lostWrites = new LostWrites(
                    counts, clock, ticker, lost -> telling.execute(() -> listener.lostWriteSuspected(lost)));
            router = new Router(nodes, settings.routing(), counts, lostWrites, ticker);
            monitor = new Monitor(
                    threads, settings.nodes().stream().map(this::probe).toList(), cluster, settings.pace(), ticker);
            nodes.monitoredBy(monitor);
            ReadSession process =
                    settings.consistency() == Consistency.SESSION ? router.newSession() : ReadSession.indifferent();
            source = new RoutingDataSource(
                    nodes,
                    router,
                    new Scopes(new Scope(Scope.Mode.DECLARED, process, true)),
                    new Membership(nodes, monitoring(), ticker),
                    settings.routing().dialect(),
                    () -> {
                        breaking.close();
                        telling.close();
                    });
        }

        private static LoadBalancer<Node> replicas(RoutingSettings settings) {
            var builder = LoadBalancer.<Node>builder()
                    .name(settings.name() + "-replicas")
                    .withoutEndpoints()
                    .balancer(settings.balancer())
                    .slowStart(settings.slowStart());
            if (settings.zone() != null) {
                builder.zone(settings.zone());
            }
            return builder.build();
        }

        private NodeProbe probe(Node node) {
            return new NodeProbe(
                    node.name(),
                    node.sources().probes(),
                    settings.routing().dialect(),
                    cluster,
                    settings.pace().timeout(),
                    ticker);
        }

        private Membership.Monitoring monitoring() {
            return new Membership.Monitoring() {
                @Override
                public void begin(Node node) {
                    cluster.add(node.name(), ticker.nanos());
                    monitor.add(probe(node));
                }

                @Override
                public void end(String name) {
                    monitor.remove(name);
                    cluster.remove(name, ticker.nanos());
                }
            };
        }

        private void changed() {
            // The first may be heard before everything is put together.
            if (source != null) {
                nodes.follow();
                router.changed();
                discovered.signal();
            }
        }

        /** Waits until each node has answered, or has failed to. */
        void await(Duration bound) {
            try {
                discovered.await(this::isDiscovered, bound.toNanos());
            } catch (SQLException e) {
                // Interrupted, which the caller then still is: it goes on with what is known.
                LOG.debug("{}: discovery was interrupted", settings.name(), e);
            }
            nodes.follow();
            if (cluster.view().primary() == null) {
                LOG.warn("{} has begun without a primary: {}", settings.name(), nodes.reasons());
            }
        }

        private boolean isDiscovered() {
            View view = cluster.view();
            return view.nodes().values().stream().noneMatch(seen -> seen.standing() == NodeStanding.UNKNOWN)
                    && view.primary() != null;
        }

        /** Has the first connection cost nobody the questions what it is like. */
        void learn() {
            if (cluster.view().primary() == null) {
                return;
            }
            try (Connection connection = source.getConnection()) {
                connection.getMetaData();
            } catch (SQLException | RuntimeException | Error e) {
                // Also what pools throw that cannot start: the first request gets that, and not whoever starts.
                LOG.debug("{}: what connections are like is found out later", settings.name(), e);
            }
        }
    }
}
