package dev.scalekit.bench;

import com.zaxxer.hikari.HikariConfig;
import dev.scalekit.routing.Consistency;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.postgresql.Driver;
import software.amazon.jdbc.ds.AwsWrapperDataSource;

/**
 * What an application sees when its primary is killed and a standby is promoted at once. Not thread-safe.
 *
 * <p>Who is tuned has the shortest times that its documentation permits where they make the outage shorter. The AWS wrapper
 * finds the new primary of Amazon's databases only: its table of compatibility says so of its plug-ins for failover. On any
 * other it tries the first host of its URL for five minutes, and no time that could be set leads it to another one.
 */
@Compare(
        module = "routing",
        title = "Outage for who writes, after kill -9 of the primary and promotion of a standby",
        reference = "told",
        threads = 1,
        libraries = {AwsWrapperDataSource.class, Driver.class},
        note =
                "PostgreSQL, a primary and two standbys of its own for each subject and round; writers and readers begin anew"
                        + " 1 ms after each failure. The time is from the kill to the first write that is acknowledged after it, so"
                        + " it contains the promotion; beside it is the time from the moment that somebody asked for that, in which a"
                        + " server needs some 15 ms of its own. Who has none after 30 s is shown with 30 s. The limit is told by whoever"
                        + " promotes, and before that. Reads are declared to be reading; their outage is the longest time without one. The"
                        + " AWS wrapper finds a new primary only on Amazon's databases, as its documentation says of its plug-ins for"
                        + " failover; here it tries the first host of its URL for five minutes, so no goal is set against it. Its"
                        + " reads go to the standby that stays one: nothing leads them there but its URL.")
final class Outage {
    Outage(Path folder) {}

    @Subject(name = "told of the promotion", role = Role.LIMIT)
    OutageLoop told(int round) {
        return new OutageLoop(ToldSource::open);
    }

    @Subject(name = "ScaleKit RoutingDataSource", role = Role.OURS)
    @Goal(time = 1, of = "pgjdbc")
    @Goal(time = 1, of = "pgjdbcTuned")
    OutageLoop scalekit(int round) {
        return new OutageLoop(urls -> {
            RoutedSource routed = ScaleKitSource.open(urls, Consistency.SESSION);
            return new OutageLoop.Sources(routed.source(), routed.source(), routed.closing());
        });
    }

    @Subject(name = "pgjdbc with several hosts, defaults", role = Role.PEER)
    OutageLoop pgjdbc(int round) {
        return new OutageLoop(urls -> several(urls, "", config -> {}));
    }

    @Subject(name = "pgjdbc with several hosts, tuned", role = Role.PEER)
    OutageLoop pgjdbcTuned(int round) {
        return new OutageLoop(
                urls -> several(urls, "&hostRecheckSeconds=0&connectTimeout=1&socketTimeout=2", Outage::shortest));
    }

    @Subject(name = "AWS wrapper, defaults", role = Role.PEER)
    OutageLoop aws(int round) {
        return new OutageLoop(AwsSource::withSeveralHosts);
    }

    private static OutageLoop.Sources several(NodeUrls urls, String options, Consumer<HikariConfig> tuning) {
        HikariConfig writing = RoutedSource.config(urls.all() + "&targetServerType=primary" + options);
        HikariConfig reading =
                RoutedSource.config(urls.all() + "&targetServerType=preferSecondary&loadBalanceHosts=true" + options);
        tuning.accept(writing);
        tuning.accept(reading);
        return OutageLoop.Sources.of(writing, reading);
    }

    /** The lowest that HikariCP accepts. */
    private static void shortest(HikariConfig config) {
        config.setConnectionTimeout(250);
        config.setValidationTimeout(250);
        config.setKeepaliveTime(30_000);
    }
}
