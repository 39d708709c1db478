package dev.scalekit.examples.demo;

import dev.scalekit.testkit.Await;
import dev.scalekit.testkit.postgres.PgServer;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** All steps with their real servers, in which customers shop: the demo once more, so in the long run. */
@Timeout(180)
@Tag("soak")
final class TwoRegionsTest {
    /** Enough for a share of them to say something. */
    private static final int LOOKS = 200;

    @TempDir
    Path folder;

    @Test
    void each_region_reads_from_its_own_replica() throws Exception {
        try (Site site = new Site(folder, Options.parse(List.of(), Steps.ALL, 17), new Timeline(Ticker.system()))) {
            for (Step step : Steps.ALL) {
                step.build(site);
            }
            site.prepare();
            site.component(Customers.class).start();
            Database database = site.component(DatabaseServer.class).database();

            for (String region : List.of(WebRegions.EAST, WebRegions.WEST)) {
                Reads reads = new Reads(database, region);
                Await.until(
                        "nine of ten reads of the " + region + " on its own replica",
                        RunningDemo.PATIENCE,
                        reads::areAtHome,
                        reads::toString);
            }
        }
    }

    /** What the web servers of a region have asked the replicas, counted on their lines; used by one thread. */
    private static final class Reads {
        private final Database database;
        private final String region;
        private long ownBefore;
        private long otherBefore;
        private long own;
        private long other;

        Reads(Database database, String region) {
            this.database = database;
            this.region = region;
            begin();
        }

        private void begin() {
            ownBefore = trips(true);
            otherBefore = trips(false);
        }

        private long trips(boolean isOwn) {
            List<PgServer> replicas = database.replicas().stream()
                    .filter(replica -> database.zoneOf(replica).equals(region) == isOwn)
                    .toList();
            List<Line> lines = database.lines(Line.Use.REQUESTS).stream()
                    .filter(line -> line.zone().equals(region))
                    .toList();
            return replicas.stream()
                    .mapToLong(replica -> Line.sum(lines, line -> line.roundTrips(replica)))
                    .sum();
        }

        /** Looks at so many at a time: a replica that is new, or late for a moment, leaves some to the other one. */
        boolean areAtHome() {
            own = trips(true) - ownBefore;
            other = trips(false) - otherBefore;
            if (own + other < LOOKS) {
                return false;
            }
            begin();
            return own >= 9 * other;
        }

        @Override
        public String toString() {
            return ": last " + own + " round trips to its own one, " + other + " to the other one";
        }
    }
}
