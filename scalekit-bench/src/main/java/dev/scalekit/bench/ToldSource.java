package dev.scalekit.bench;

import java.util.List;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/** New connections to the primary, until it is told which one will be the next. Thread-safe. */
final class ToldSource extends DelegatingDataSource implements OutageLoop.Told {
    private final DataSource standby;
    private volatile DataSource now;

    private ToldSource(DataSource primary, DataSource standby) {
        super(primary);
        this.standby = standby;
        this.now = primary;
    }

    static OutageLoop.Sources open(NodeUrls urls) {
        return new OutageLoop.Sources(
                new ToldSource(driver(urls.primary()), driver(urls.standbys().get(0))),
                driver(urls.standbys().get(1)),
                List.of());
    }

    private static DataSource driver(String url) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(url);
        return source;
    }

    @Override
    public DataSource getTargetDataSource() {
        return now;
    }

    @Override
    public void promoted() {
        now = standby;
    }
}
