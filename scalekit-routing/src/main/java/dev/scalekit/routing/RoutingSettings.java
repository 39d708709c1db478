package dev.scalekit.routing;

import dev.scalekit.routing.balance.Balancer;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a router is built of; checked. */
record RoutingSettings(
        String name,
        List<Node> nodes,
        ClusterRules cluster,
        Pace pace,
        RouterRules routing,
        Consistency consistency,
        Balancer<Object> balancer,
        @Nullable String zone,
        Duration slowStart,
        RoutingListener listener) {}
