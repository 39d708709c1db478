package dev.scalekit.testkit.postgres;

import static java.util.Objects.requireNonNull;

import dev.scalekit.testkit.Closing;
import dev.scalekit.testkit.FreePorts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.IntSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A real PostgreSQL 18: one primary and any number of standbys that stream from it, on the loopback address.
 *
 * <pre>{@code
 * try (PgCluster cluster = PgCluster.builder().standbys(2).start()) {
 *     PgServer primary = cluster.primary();
 *     PgServer standby = cluster.standbys().get(0);
 *     primary.execute("create table account(id int primary key)");
 *     standby.awaitReplayOf(primary);
 *     primary.kill();
 *     standby.promote();
 * }
 * }</pre>
 *
 * <p>Commits are as durable as on a server of one's own: {@code fsync} and {@code synchronous_commit} are on. Several
 * clusters may run at once; each has its own system identifier, ports and folder. {@link #close} ends all servers and
 * deletes the folder; if the JVM is killed instead, both happen within a few seconds all the same. Whoever can reach the
 * loopback address is superuser without a password: this is for tests and demonstrations.
 *
 * <p>As root it needs a user namespace ({@code unshare -U}) or {@code setpriv}. Starting, closing and what changes a server
 * is for one thread at a time; asking is thread-safe.
 */
public final class PgCluster implements AutoCloseable {
    private final Path programs;
    private final ServerAccount account;
    private final ClusterFolder folder;
    private final IntSupplier ports;
    private final List<PgServer> servers = new CopyOnWriteArrayList<>();

    private PgCluster(Builder options) throws IOException {
        this.ports = options.ports;
        this.programs = PgBinaries.unpacked();
        this.account = ServerAccount.choose();
        Path parent = options.folder == null ? Path.of(System.getProperty("java.io.tmpdir")) : options.folder;
        account.requireEntry(programs.resolve("bin"));
        account.requireEntry(Files.createDirectories(parent));
        this.folder = ClusterFolder.in(parent);
    }

    public static Builder builder() {
        return new Builder();
    }

    /** Returns the server that was the primary at the start; what it is later is what the caller made of it. */
    public PgServer primary() {
        return servers.get(0);
    }

    /** Returns the servers that were standbys when they came, in their order. */
    public List<PgServer> standbys() {
        return servers().subList(1, servers.size());
    }

    /** Returns all servers, the first primary first. */
    public List<PgServer> servers() {
        return List.copyOf(servers);
    }

    /**
     * Adds a standby while all go on, by a base backup; returns it when it streams. No commit waits for it before {@link
     * PgServer#synchronousStandbys} is called, on it too, as it may be promoted.
     *
     * @param primary the server that it follows
     */
    public PgServer addStandby(PgServer primary) {
        PgServer added = create();
        added.copy(primary);
        try {
            startFirst(added);
        } catch (IOException e) {
            throw new UncheckedIOException("Could not add " + added, e);
        }
        added.awaitStreaming(primary);
        return added;
    }

    private PgServer create() {
        String name = "pg" + (servers.size() + 1);
        PgServer created = new PgServer(
                this, name, ports.getAsInt(), new PgDirectory(folder.path().resolve(name)));
        servers.add(created);
        return created;
    }

    /**
     * Ends all servers, running, paused or dead, and deletes their files; all of them although one fails, and also on a
     * thread that is interrupted, which it then still is. A second call does nothing.
     */
    @Override
    public void close() {
        List<Runnable> steps = new ArrayList<>();
        servers.forEach(server -> steps.add(server::close));
        steps.add(folder::close);
        Closing.all(steps);
    }

    @Override
    public String toString() {
        return "PgCluster" + servers;
    }

    ServerAccount account() {
        return account;
    }

    PgProcess launch(PgServer server) {
        String data = server.directory().path().toString();
        List<String> command = account.command(
                List.of(programs.resolve("bin").resolve("postgres").toString(), "-D", data));
        return new PgProcess(server.toString(), command, logFile(server), () -> logOf(server));
    }

    /** Returns the end of the server's log, for the message of an exception. */
    String logOf(PgServer server) {
        try {
            List<String> lines = Files.readAllLines(logFile(server));
            return "; its log ends:\n" + String.join("\n", lines.subList(Math.max(0, lines.size() - 20), lines.size()));
        } catch (IOException e) {
            return "; its log cannot be read: " + e;
        }
    }

    String synchronousStandbyNames(int standbys) {
        if (standbys < 0 || standbys >= servers.size()) {
            throw new IllegalArgumentException("synchronousStandbys must be 0 to " + (servers.size() - 1)
                    + ", one less than the servers: " + standbys);
        }
        String names = servers.stream().map(PgServer::name).collect(Collectors.joining(", "));
        return standbys == 0 ? "" : "ANY " + standbys + " (" + names + ")";
    }

    private Path logFile(PgServer server) {
        return folder.path().resolve(server.name() + ".log");
    }

    private void start(Builder options) throws IOException {
        for (int i = 0; i <= options.standbys; i++) {
            create();
        }
        Map<String, String> settings = new LinkedHashMap<>(SETTINGS);
        settings.put("synchronous_standby_names", synchronousStandbyNames(options.synchronousStandbys));
        settings.putAll(options.settings);
        initialize(settings);
        startFirst(primary());
        for (PgServer standby : standbys()) {
            primary().admit(standby);
            standby.standBy(primary());
            startFirst(standby);
        }
        standbys().forEach(standby -> standby.awaitStreaming(primary()));
    }

    /** A port is only known to be free once it is bound; until then somebody else may take it. */
    private void startFirst(PgServer server) throws IOException {
        for (int attempt = 1; ; attempt++) {
            try {
                server.start();
                return;
            } catch (IllegalStateException e) {
                if (attempt == 10 || !logOf(server).contains("Address already in use")) {
                    throw e;
                }
                server.moveTo(ports.getAsInt());
            }
        }
    }

    /** A cold copy of a cluster that was closed in order is a base backup: all servers start from the same files. */
    private void initialize(Map<String, String> settings) throws IOException {
        PgDirectory first = primary().directory();
        new NewData(programs, account).make(first.path());
        first.configure(settings);
        for (PgServer standby : standbys()) {
            PgDirectory.copy(first.path(), standby.directory().path(), file -> true);
        }
        for (PgServer server : servers) {
            server.directory().configure(server.ownSettings());
            account.own(server.directory().path());
        }
    }

    private static final Map<String, String> SETTINGS = Map.ofEntries(
            Map.entry("listen_addresses", "127.0.0.1"),
            Map.entry("unix_socket_directories", ""),
            Map.entry("wal_keep_size", "64MB"),
            Map.entry("wal_retrieve_retry_interval", "100ms"),
            Map.entry("shared_buffers", "16MB"),
            // POSIX shared memory would outlive a kill -9 in /dev/shm; files in the data folder go with it.
            Map.entry("dynamic_shared_memory_type", "mmap"),
            Map.entry("log_line_prefix", "%m [%p] "),
            Map.entry("fsync", "on"),
            Map.entry("synchronous_commit", "on"));

    /** Options of a cluster. Not thread-safe. */
    public static final class Builder {
        private int standbys;
        private int synchronousStandbys;
        private @Nullable Path folder;
        private IntSupplier ports = FreePorts::next;
        private final Map<String, String> settings = new LinkedHashMap<>();

        private Builder() {}

        /** Sets the number of standbys, 0 to 8. Default: 0. */
        public Builder standbys(int standbys) {
            this.standbys = standbys;
            return this;
        }

        /**
         * Sets how many standbys must have written a commit to disk before it is acknowledged, 0 to the number of
         * standbys. Default: 0. It holds for whichever server is the primary: after a promotion no commit is acknowledged
         * before so many standbys follow the new one.
         */
        public Builder synchronousStandbys(int standbys) {
            this.synchronousStandbys = standbys;
            return this;
        }

        /** Sets a server parameter, such as {@code max_prepared_transactions}; wins over the testkit's own. */
        public Builder setting(String name, String value) {
            if (!name.matches("[a-z_]+(\\.[a-z_]+)?")) {
                throw new IllegalArgumentException("setting must be the name of a server parameter: " + name);
            }
            settings.put(name, requireNonNull(value, "value"));
            return this;
        }

        /**
         * Gives up what a crash of the machine may take: {@code fsync} and {@code synchronous_commit} off. A killed server
         * may then have lost acknowledged commits too.
         */
        public Builder relaxedDurability() {
            return setting("fsync", "off").setting("synchronous_commit", "off");
        }

        /**
         * Sets where the cluster makes its folder; root's servers may run under an account that enters only what everybody
         * may. Default: the folder for temporary files.
         */
        public Builder folder(Path folder) {
            this.folder = requireNonNull(folder, "folder");
            return this;
        }

        /** Sets where ports come from: each server takes one, and another if it cannot bind it. */
        Builder ports(IntSupplier ports) {
            this.ports = ports;
            return this;
        }

        /**
         * Starts the servers; returns when the primary takes writes and every standby streams from it.
         *
         * @throws IllegalArgumentException for a number out of its bounds
         * @throws IllegalStateException if this machine cannot run PostgreSQL, with the reason, or a server does not start
         */
        public PgCluster start() {
            if (standbys < 0 || standbys > 8) {
                throw new IllegalArgumentException("standbys must be 0 to 8: " + standbys);
            }
            if (synchronousStandbys < 0 || synchronousStandbys > standbys) {
                throw new IllegalArgumentException("synchronousStandbys must be 0 to the number of standbys, "
                        + standbys + ": " + synchronousStandbys);
            }
            try {
                PgCluster cluster = new PgCluster(this);
                try {
                    cluster.start(this);
                } catch (IOException | RuntimeException | Error e) {
                    try {
                        cluster.close();
                    } catch (RuntimeException closing) {
                        e.addSuppressed(closing);
                    }
                    throw e;
                }
                return cluster;
            } catch (IOException e) {
                throw new UncheckedIOException("Could not prepare a PostgreSQL cluster", e);
            }
        }
    }
}
