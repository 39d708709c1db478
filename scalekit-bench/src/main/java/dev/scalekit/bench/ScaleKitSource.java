package dev.scalekit.bench;

import com.zaxxer.hikari.HikariConfig;
import dev.scalekit.routing.Consistency;
import dev.scalekit.routing.Dialects;
import dev.scalekit.routing.ReplicationDialect;
import dev.scalekit.routing.RoutingDataSource;
import dev.scalekit.routing.hikari.HikariNodes;
import dev.scalekit.routing.hikari.HikariNodesBuilder;
import java.util.List;

/** ScaleKit's own, with the pools that it makes. Not instantiable. */
final class ScaleKitSource {
    static final String PRIMARY = "primary";

    private ScaleKitSource() {}

    static RoutedSource open(NodeUrls urls, Consistency consistency) {
        HikariConfig template = new HikariConfig();
        template.setMaximumPoolSize(RoutedSource.CONNECTIONS);
        HikariNodesBuilder builder = HikariNodes.builder().template(template).node(PRIMARY, urls.primary());
        for (int i = 0; i < urls.standbys().size(); i++) {
            builder.node("standby" + i, urls.standbys().get(i));
        }
        HikariNodes nodes = builder.build();
        RoutingDataSource source = nodes.addTo(RoutingDataSource.builder())
                .dialect(dialect(urls))
                .reads(reads -> reads.consistency(consistency))
                .build();
        return new RoutedSource(source, List.of(source::close, nodes::close));
    }

    private static ReplicationDialect dialect(NodeUrls urls) {
        return StubDriver.accepts(urls.primary()) ? new StubDialect(PRIMARY) : Dialects.postgres();
    }
}
