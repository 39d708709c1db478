package dev.scalekit.examples.demo;

import dev.scalekit.testkit.postgres.PgServer;
import java.time.Duration;
import java.util.List;

/** By how much each server is behind the primary. */
record LagChart(Database database, Watch watch) implements Chart {
    @Override
    public String id() {
        return "replica-lag";
    }

    @Override
    public String title() {
        return "Behind the primary";
    }

    @Override
    public String unit() {
        return "ms";
    }

    @Override
    public Scale scale() {
        return Scale.LINEAR;
    }

    @Override
    public List<String> series() {
        return database.servers().stream().map(PgServer::name).toList();
    }

    @Override
    public String source() {
        return "told by the operator's RoutingDataSource, which asks each server twice a second: so much more it may be; none of"
                + " the primary, and of one that is down";
    }

    @Override
    public double[] sample() {
        return database.servers().stream().mapToDouble(this::behind).toArray();
    }

    private double behind(PgServer server) {
        Duration lag = watch.status(server).lag();
        return lag == null ? Double.NaN : lag.toNanos() / 1e6;
    }
}
