package dev.scalekit.examples;

import com.zaxxer.hikari.HikariConfig;
import dev.scalekit.routing.Dialects;
import dev.scalekit.routing.PromotionAdvisor;
import dev.scalekit.routing.RoutingDataSource;
import dev.scalekit.routing.RoutingListener;
import dev.scalekit.routing.TopologySnapshot;
import dev.scalekit.routing.hikari.HikariNodes;
import dev.scalekit.session.JdbcSessionStore;
import dev.scalekit.session.Key;
import dev.scalekit.session.Session;
import dev.scalekit.testkit.postgres.PgCluster;
import dev.scalekit.testkit.postgres.PgServer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** The database with everybody's sessions dies, another server takes over, and nobody is logged out. */
public final class SessionsOverRouting {
    private SessionsOverRouting() {}

    record Cart(List<String> items) {}

    private static final Key<Cart> CART = Key.of("cart", Cart.class);

    public static void main(String[] arguments) throws Exception {
        CompletableFuture<String> advice = new CompletableFuture<>();
        // Synchronous standbys: what was acknowledged is on all three. Without, the newest sessions may be lost with a
        // server.
        try (PgCluster postgres =
                        PgCluster.builder().standbys(2).synchronousStandbys(2).start();
                HikariNodes pools = pools(postgres);
                RoutingDataSource db = pools.addTo(RoutingDataSource.builder())
                        .dialect(Dialects.postgres())
                        .listener(operator(advice))
                        .build();
                JdbcSessionStore store = JdbcSessionStore.builder(db).build()) {
            store.createSchemaIfMissing();

            Session session = store.create();
            session.put(CART, new Cart(List.of("tea", "cups")));
            session.login("ada");
            store.save(session);
            System.out.println("saved: " + shown(store.find(session.token())));

            // The router sees that the primary is gone, and which standby has everything; to promote it is up to you.
            postgres.primary().kill();
            PgServer promoted = server(postgres, advice.get());
            promoted.promote();
            PgServer left =
                    postgres.standbys().get(promoted == postgres.standbys().get(0) ? 1 : 0);
            left.follow(promoted);
            promoted.synchronousStandbys(1);

            // The same store, which waits for the new primary by itself.
            System.out.println("after the failover: " + shown(store.find(session.token())));
            Session later = store.find(session.token()).orElseThrow();
            later.put(CART, new Cart(List.of("tea", "cups", "honey")));
            store.save(later);
            System.out.println("and saved again: " + shown(store.find(session.token())));
        }
    }

    private static HikariNodes pools(PgCluster postgres) {
        var pools = HikariNodes.builder().template(new HikariConfig());
        postgres.servers().forEach(server -> pools.node(server.name(), server.jdbcUrl()));
        return pools.build();
    }

    private static RoutingListener operator(CompletableFuture<String> advice) {
        return new RoutingListener() {
            @Override
            public void topologyChanged(TopologySnapshot before, TopologySnapshot after) {
                PromotionAdvisor.advise(after).node().ifPresent(advice::complete);
            }
        };
    }

    private static PgServer server(PgCluster postgres, String name) {
        return postgres.servers().stream()
                .filter(it -> it.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static String shown(Optional<Session> session) {
        return session.map(it -> it.user() + " with " + it.get(CART)).orElse("nobody");
    }
}
