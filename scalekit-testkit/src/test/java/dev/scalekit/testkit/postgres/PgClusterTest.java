package dev.scalekit.testkit.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.scalekit.testkit.Await;
import dev.scalekit.testkit.ChildJvm;
import dev.scalekit.testkit.FreePorts;
import dev.scalekit.testkit.OwnedProcess;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PgClusterTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    private Path folder;

    @Test
    void clusters_are_independent() {
        try (PgCluster one = PgCluster.builder().start();
                PgCluster other = PgCluster.builder()
                        .relaxedDurability()
                        .setting("work_mem", "3MB")
                        .start()) {
            String identifier = "select system_identifier from pg_control_system()";

            assertThat(one.primary().query(identifier))
                    .isNotEqualTo(other.primary().query(identifier));
            assertThat(one.standbys()).isEmpty();
            assertThat(other.primary().query("show work_mem")).isEqualTo("3MB");
            assertThat(other.primary().query("show fsync")).isEqualTo("off");
        }
    }

    @Test
    void a_standby_that_comes_later_is_as_good_as_the_others() {
        try (PgCluster cluster = PgCluster.builder().folder(folder).start()) {
            PgServer primary = cluster.primary();
            primary.execute("create table answer as select 42 as answer");
            PgServer added = cluster.addStandby(primary);
            cluster.servers().forEach(server -> server.synchronousStandbys(1));
            primary.execute("insert into answer values (43)");

            primary.kill();
            added.promote();
            primary.rejoin(added);

            assertThat(cluster.standbys()).containsExactly(added);
            assertThat(added.query("select string_agg(answer::text, ' ') from answer"))
                    .isEqualTo("42 43");
            assertThat(added.query("show synchronous_standby_names")).isEqualTo("ANY 1 (pg1, pg2)");
        }
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void no_server_outlives_a_killed_jvm() throws IOException {
        List<String> command = ChildJvm.command(Owner.class, List.of(folder.toString()));
        try (OwnedProcess jvm = OwnedProcess.startPiped("owner", command, null)) {
            List<ProcessHandle> servers = Stream.of(jvm.output().readLine().split(" ", -1))
                    .flatMap(pid -> ProcessHandle.of(Long.parseLong(pid)).stream())
                    .toList();
            assertThat(servers).hasSizeGreaterThan(10).allMatch(ProcessHandle::isAlive);

            jvm.kill();

            Await.until(
                    "the end of " + servers, PATIENCE, () -> servers.stream().allMatch(OwnedProcess::isGone));
            Await.until("an empty folder", PATIENCE, () -> folder.toFile().list().length == 0);
        }
    }

    @Test
    void no_file_outlives_a_jvm_that_is_killed_while_it_prepares_a_cluster(@TempDir Path logs) {
        List<String> command = ChildJvm.command(Owner.class, List.of(folder.toString()));
        try (OwnedProcess jvm = OwnedProcess.start("owner", command, logs.resolve("log"))) {
            Await.until("the first files of a server", PATIENCE, () -> hasFilesOfAServer(folder));

            jvm.kill();

            Await.until("an empty folder", PATIENCE, () -> folder.toFile().list().length == 0);
        }
    }

    /** Where we are an ordinary user, every other test shows it. */
    @Test
    void an_ordinary_user_starts_a_cluster_too() throws IOException {
        assumeTrue(
                Files.getAttribute(folder, "unix:uid").equals(0), "not root: the other tests run as an ordinary user");
        Path home = ownedByNobody(folder);
        List<String> command = new ArrayList<>(List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"));
        command.addAll(ChildJvm.command(Visitor.class, List.of(home.toString())));
        int classPath = command.indexOf("-cp") + 1;
        command.set(classPath, readableCopy(command.get(classPath), home));
        command.addAll(classPath - 1, List.of("-Djava.io.tmpdir=" + home, "-Dscalekit.cache=" + home + "/cache"));
        Path log = folder.resolve("log");

        try (OwnedProcess jvm = OwnedProcess.start("visitor", command, log)) {
            assertThat(jvm.awaitExit(Duration.ofSeconds(60))).isTrue();

            assertThat(Files.readString(log)).isEqualTo("uid 65534, standby says 42\n");
            assertThat(jvm.exitCode()).hasValue(0);
        }
    }

    @Test
    void root_without_user_namespaces_starts_a_cluster_as_nobody() throws IOException {
        assumeTrue(Files.getAttribute(folder, "unix:uid").equals(0), "not root: nobody else's account is needed");
        System.setProperty("scalekit.postgres.account", "nobody");
        try (PgCluster cluster = PgCluster.builder().standbys(1).start()) {
            PgServer standby = cluster.standbys().get(0);
            cluster.primary().kill();
            standby.promote();
            cluster.primary().rejoin(standby);

            Path data = Path.of(standby.query("show data_directory"));
            assertThat(Files.getAttribute(data.resolve("PG_VERSION"), "unix:uid"))
                    .isEqualTo(65534);
        } finally {
            System.clearProperty("scalekit.postgres.account");
        }
    }

    @Test
    void a_folder_that_nobody_else_may_enter_is_refused_with_the_ways_out() throws IOException {
        assumeTrue(Files.getAttribute(folder, "unix:uid").equals(0), "not root: nobody else's account is needed");
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x--x"));
        Path closed = Files.createDirectory(
                folder.resolve("closed"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Path within = closed.resolve("pg");
        System.setProperty("scalekit.postgres.account", "nobody");
        try {
            assertThatThrownBy(() -> PgCluster.builder().folder(within).start())
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("setpriv --reuid=65534 --regid=65534 --clear-groups and cannot enter "
                            + closed + ", on the way")
                    .hasMessageContaining("PgCluster.Builder.folder")
                    .hasMessageContaining("-Dscalekit.cache")
                    .hasMessageContaining("unshare -U");
        } finally {
            System.clearProperty("scalekit.postgres.account");
        }
        assertThat(within).isEmptyDirectory();
    }

    @Test
    void bad_options_are_refused_before_anything_starts() {
        assertThatThrownBy(() -> PgCluster.builder().standbys(9).start()).hasMessage("standbys must be 0 to 8: 9");
        assertThatThrownBy(() ->
                        PgCluster.builder().standbys(1).synchronousStandbys(2).start())
                .hasMessage("synchronousStandbys must be 0 to the number of standbys, 1: 2");
        assertThatThrownBy(() -> PgCluster.builder().setting("work_mem = 1; x", "1"))
                .hasMessage("setting must be the name of a server parameter: work_mem = 1; x");
    }

    @Test
    void a_port_that_somebody_else_took_first_is_replaced() throws IOException {
        try (ServerSocket first = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                ServerSocket second = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Iterator<Integer> taken =
                    List.of(first.getLocalPort(), second.getLocalPort()).iterator();

            try (PgCluster cluster = PgCluster.builder()
                    .standbys(1)
                    .ports(() -> taken.hasNext() ? taken.next() : FreePorts.next())
                    .start()) {
                PgServer standby = cluster.standbys().get(0);
                standby.awaitReplayOf(cluster.primary());

                assertThat(cluster.servers())
                        .extracting(PgServer::port)
                        .doesNotContain(first.getLocalPort(), second.getLocalPort());
                assertThat(cluster.primary().query("show port"))
                        .isEqualTo(Integer.toString(cluster.primary().port()));
            }
        }
    }

    @Test
    void a_server_that_does_not_start_says_why_and_leaves_nothing() {
        assertThatThrownBy(() -> PgCluster.builder()
                        .folder(folder)
                        .setting("shared_buffers", "many")
                        .start())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("invalid value for parameter \"shared_buffers\": \"many\"");
        assertThat(folder.toFile().list()).isEmpty();
    }

    private static boolean hasFilesOfAServer(Path folder) {
        try (Stream<Path> files = Files.find(folder, 3, (file, attributes) -> file.endsWith("pg1/PG_VERSION"))) {
            return files.findAny().isPresent();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path ownedByNobody(Path parent) throws IOException {
        Files.setPosixFilePermissions(parent, PosixFilePermissions.fromString("rwx--x--x"));
        Path home = Files.createDirectory(parent.resolve("home"));
        Files.setAttribute(home, "unix:uid", 65534);
        return home;
    }

    private static String readableCopy(String classPath, Path home) throws IOException {
        List<String> copies = new ArrayList<>();
        for (String entry : classPath.split(File.pathSeparator, -1)) {
            Path copy = home.resolve("class-path-" + copies.size() + ".jar");
            PgDirectory.copy(Path.of(entry), copy, file -> true);
            try (Stream<Path> files = Files.walk(copy)) {
                for (Path file : (Iterable<Path>) files::iterator) {
                    Files.setAttribute(file, "unix:uid", 65534);
                }
            }
            copies.add(copy.toString());
        }
        return String.join(File.pathSeparator, copies);
    }

    /** Starts a cluster, kills one of its servers, pauses another, and hangs. */
    static final class Owner {
        public static void main(String[] arguments) throws InterruptedException {
            PgCluster cluster = PgCluster.builder()
                    .standbys(2)
                    .folder(Path.of(arguments[0]))
                    .start();
            cluster.primary().kill();
            cluster.standbys().get(0).pause();
            System.out.println(String.join(
                    " ",
                    ProcessHandle.current()
                            .descendants()
                            .map(process -> Long.toString(process.pid()))
                            .toList()));
            new CountDownLatch(1).await();
        }
    }

    /** Starts a cluster as whoever runs it, and tells what it saw. */
    static final class Visitor {
        public static void main(String[] arguments) throws IOException {
            try (PgCluster cluster = PgCluster.builder().standbys(1).start()) {
                cluster.primary().execute("create table answer as select 42 as answer");
                PgServer standby = cluster.standbys().get(0);
                standby.awaitReplayOf(cluster.primary());
                System.out.println(
                        "uid " + Files.getAttribute(Path.of(standby.query("show data_directory")), "unix:uid")
                                + ", standby says " + standby.query("select answer from answer"));
            }
        }
    }
}
