package dev.scalekit.testkit.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;

/**
 * Copies the files of a running server so that a standby can start from them.
 *
 * <p>The steps are those of the PostgreSQL 18 manual, section 25.3.4 "Making a Base Backup Using the Low Level API"; the
 * archive has no {@code pg_basebackup}.
 */
final class BaseBackup {
    /** Section 25.3.4.3: what these folders hold belongs to the running server, but the folders must be there. */
    private static final Set<String> EMPTIED = Set.of(
            "pg_wal",
            "pg_replslot",
            "pg_notify",
            "pg_subtrans",
            "pg_dynshmem",
            "pg_serial",
            "pg_snapshots",
            "pg_stat_tmp");

    private BaseBackup() {}

    static void take(PgServer source, Path target) throws SQLException, IOException {
        // The backup ends with the connection, so both calls must come from the same one.
        try (Connection connection = source.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("select pg_backup_start('scalekit-testkit', fast => true)");
            PgDirectory.copy(source.directory().path(), target, BaseBackup::belongs);
            try (ResultSet labels = statement.executeQuery(
                    "select labelfile, spcmapfile from pg_backup_stop(wait_for_archive => false)")) {
                labels.next();
                Files.writeString(target.resolve("backup_label"), labels.getString(1));
                if (!labels.getString(2).isBlank()) {
                    Files.writeString(target.resolve("tablespace_map"), labels.getString(2));
                }
            }
        }
        Files.createDirectories(target.resolve("pg_wal/archive_status"));
        Files.createDirectories(target.resolve("pg_wal/summaries"));
    }

    private static boolean belongs(Path within) {
        String first = within.getName(0).toString();
        String last = within.getFileName().toString();
        boolean ofTheRunningServer = EMPTIED.contains(first) && within.getNameCount() > 1;
        return !ofTheRunningServer
                && !first.equals("postmaster.pid")
                && !first.equals("postmaster.opts")
                && !first.equals("standby.signal")
                && !last.startsWith("pgsql_tmp");
    }
}
