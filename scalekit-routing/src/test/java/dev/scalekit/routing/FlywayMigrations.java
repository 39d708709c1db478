package dev.scalekit.routing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.flywaydb.core.api.output.MigrateResult;
import org.flywaydb.database.postgresql.PostgreSQLConfigurationExtension;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Flyway: migrations run on the primary, and one after the other, whether the lock for that is one of a transaction or not. */
abstract class FlywayMigrations {
    private final FrameworkRig rig;

    @TempDir
    Path migrations;

    FlywayMigrations(FrameworkRig rig) {
        this.rig = rig;
    }

    @BeforeEach
    void writeMigrations() throws IOException {
        write("V1__table.sql", "CREATE TABLE pet (id INT PRIMARY KEY, name TEXT NOT NULL);");
        write("V2__pets.sql", "INSERT INTO pet SELECT i, 'pet ' || i FROM generate_series(1, 100) i;");
    }

    private void write(String file, String sql) throws IOException {
        Files.writeString(migrations.resolve(file), sql, UTF_8);
    }

    private Flyway flyway(String schema, boolean isLockOfTransaction) {
        FluentConfiguration configuration =
                Flyway.configure().dataSource(rig.db).schemas(schema).locations("filesystem:" + migrations);
        configuration
                .getConfigurationExtension(PostgreSQLConfigurationExtension.class)
                .setTransactionalLock(isLockOfTransaction);
        return configuration.load();
    }

    /** Asks a standby. */
    private String seen(String sql) throws SQLException {
        try (Connection connection = rig.db.getConnection()) {
            connection.setReadOnly(true);
            assertThat(rig.standbys()).contains(RoutingRig.port(connection));
            return String.valueOf(RoutingRig.ask(connection, sql));
        }
    }

    @Test
    void a_migration_is_done_once_and_read_on_standbys() throws SQLException {
        MigrateResult first = flyway("once", true).migrate();
        MigrateResult second = flyway("once", true).migrate();

        assertThat(first.migrationsExecuted).isEqualTo(2);
        assertThat(second.migrationsExecuted).isZero();
        assertThat(seen("SELECT count(*) FROM once.pet")).isEqualTo("100");
    }

    @Test
    void a_migration_that_fails_leaves_nothing_of_it() throws IOException, SQLException {
        write("V3__wrong.sql", "INSERT INTO pet VALUES (101, 'pet 101'); INSERT INTO pet VALUES (1, 'twice');");

        assertThatExceptionOfType(FlywayException.class)
                .isThrownBy(() -> flyway("wrong", true).migrate())
                .withMessageContaining("V3__wrong.sql");

        assertThat(seen("SELECT count(*) FROM wrong.pet")).isEqualTo("100");
    }

    @Test
    void a_migration_that_must_not_be_in_a_transaction_is_in_none() throws IOException, SQLException {
        write("V3__index.sql", "CREATE INDEX CONCURRENTLY pet_name ON pet (name);");

        MigrateResult result = flyway("outside", false).migrate();

        assertThat(result.migrationsExecuted).isEqualTo(3);
        assertThat(seen("SELECT indisvalid FROM pg_index WHERE indexrelid = 'outside.pet_name'::regclass"))
                .isEqualTo("t");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void servers_that_start_at_once_do_each_migration_once(boolean isLockOfTransaction) throws Exception {
        String schema = isLockOfTransaction ? "by_transaction" : "by_session";
        Callable<Integer> start = () -> flyway(schema, isLockOfTransaction).migrate().migrationsExecuted;
        ExecutorService servers = Executors.newFixedThreadPool(2);

        int executed = 0;
        try {
            for (Future<Integer> server : servers.invokeAll(List.of(start, start))) {
                executed += server.get();
            }
        } finally {
            servers.shutdown();
        }

        assertThat(executed).isEqualTo(2);
        assertThat(seen("SELECT count(*) FROM " + schema + ".pet")).isEqualTo("100");
    }
}
