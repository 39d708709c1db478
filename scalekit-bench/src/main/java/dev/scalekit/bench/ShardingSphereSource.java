package dev.scalekit.bench;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import javax.sql.DataSource;
import org.apache.shardingsphere.driver.api.ShardingSphereDataSourceFactory;
import org.apache.shardingsphere.infra.algorithm.core.config.AlgorithmConfiguration;
import org.apache.shardingsphere.infra.config.mode.ModeConfiguration;
import org.apache.shardingsphere.mode.repository.standalone.StandalonePersistRepositoryConfiguration;
import org.apache.shardingsphere.readwritesplitting.config.ReadwriteSplittingRuleConfiguration;
import org.apache.shardingsphere.readwritesplitting.config.rule.ReadwriteSplittingDataSourceGroupRuleConfiguration;
import org.apache.shardingsphere.readwritesplitting.transaction.TransactionalReadQueryStrategy;
import org.apache.shardingsphere.single.config.SingleRuleConfiguration;

/**
 * Read/write splitting by ShardingSphere-JDBC. A transaction reads from one standby: its default is another one for each
 * statement, and the strategy that the others have, by {@code setReadOnly}, it has not. Not instantiable.
 */
final class ShardingSphereSource {
    private ShardingSphereSource() {}

    static RoutedSource open(NodeUrls urls) throws SQLException {
        Map<String, DataSource> pools = new LinkedHashMap<>();
        HikariDataSource primary = RoutedSource.pool(urls.primary());
        pools.put("primary", primary);
        List<HikariDataSource> standbys = RoutedSource.pools(urls.standbys());
        for (int i = 0; i < standbys.size(); i++) {
            pools.put("standby" + i, standbys.get(i));
        }
        List<String> reading = pools.keySet().stream().skip(1).toList();
        DataSource source = ShardingSphereDataSourceFactory.createDataSource(
                "shop",
                new ModeConfiguration(
                        "Standalone",
                        new StandalonePersistRepositoryConfiguration(ShardingSphereMemory.TYPE, new Properties())),
                pools,
                List.of(
                        // All tables as they are found.
                        new SingleRuleConfiguration(List.of("*.*.*"), "shop"),
                        new ReadwriteSplittingRuleConfiguration(
                                List.of(new ReadwriteSplittingDataSourceGroupRuleConfiguration(
                                        "shop", "primary", reading, TransactionalReadQueryStrategy.FIXED, "turns")),
                                Map.of("turns", new AlgorithmConfiguration("ROUND_ROBIN", new Properties())))),
                new Properties());
        List<Runnable> closing = new ArrayList<>();
        closing.add(() -> close(source));
        closing.add(primary::close);
        standbys.forEach(standby -> closing.add(standby::close));
        return new RoutedSource(source, closing);
    }

    private static void close(DataSource source) {
        try {
            ((AutoCloseable) source).close();
        } catch (Exception e) {
            throw new IllegalStateException("ShardingSphere could not be closed", e);
        }
    }
}
