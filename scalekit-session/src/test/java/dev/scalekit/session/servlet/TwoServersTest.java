package dev.scalekit.session.servlet;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.scalekit.session.Session;
import dev.scalekit.testkit.ChildJvm;
import dev.scalekit.testkit.OwnedProcess;
import dev.scalekit.testkit.postgres.PgCluster;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two real Jettys in processes of their own, one real PostgreSQL, and a client that takes them in turn. */
final class TwoServersTest {
    private static final int ITEMS = 60;
    private static final int KILLED_AFTER = 20;

    @TempDir
    Path logs;

    private final List<OwnedProcess> servers = new ArrayList<>();
    private final List<String> uris = new ArrayList<>();
    private final ExecutorService operator = Executors.newSingleThreadExecutor();
    private final Client browser = new Client();
    private final List<String> tokens = new ArrayList<>();
    private PgCluster cluster;
    private int turn;

    @BeforeEach
    void start() throws IOException {
        cluster = PgCluster.builder().start();
        for (String name : List.of("one", "two")) {
            servers.add(OwnedProcess.startPiped(
                    name,
                    ChildJvm.command(CartServer.class, List.of(cluster.primary().jdbcUrl())),
                    logs.resolve(name)));
        }
        for (OwnedProcess server : servers) {
            uris.add("http://127.0.0.1:" + requireNonNull(server.output().readLine(), "port"));
        }
    }

    @AfterEach
    void end() {
        operator.shutdownNow();
        servers.forEach(OwnedProcess::close);
        cluster.close();
    }

    /** Asks the servers in turn; one that is dead is out of it, and the next one is asked. */
    private String get(String path) throws Exception {
        turn++;
        String uri = uris.get(turn % uris.size());
        try {
            HttpResponse<String> response = browser.get(URI.create(uri + path));
            assertThat(response.statusCode()).isEqualTo(200);
            tokens.add(browser.token());
            return response.body();
        } catch (IOException e) {
            uris.remove(uri);
            assertThat(uris).as("servers that are left after " + e).isNotEmpty();
            return get(path);
        }
    }

    @Test
    void a_user_stays_logged_in_with_the_cart_when_a_server_is_killed() throws Exception {
        CountDownLatch kill = new CountDownLatch(1);
        Future<?> killed = operator.submit(() -> {
            kill.await();
            servers.get(0).kill();
            return null;
        });
        get("/add?item=before-login");
        get("/login?user=ada");

        for (int item = 0; item < ITEMS; item++) {
            get("/add?item=item-" + item);
            if (item == KILLED_AFTER) {
                kill.countDown();
            }
        }
        killed.get();
        // Now it is dead for sure, if those before have not met that.
        get("/add?item=after-1");
        get("/add?item=after-2");
        String[] userAndNames = get("/").split(" ", 2);

        assertThat(servers.get(0).isAlive()).isFalse();
        assertThat(uris).hasSize(1);
        assertThat(userAndNames[0]).isEqualTo("ada");
        List<String> names = Arrays.asList(userAndNames[1].split(","));
        assertThat(names).hasSize(ITEMS + 4).contains("before-login", "after-1", "after-2", "items");
        for (int item = 0; item < ITEMS; item++) {
            assertThat(names).contains("item-" + item);
        }
        assertThat(new HashSet<>(tokens)).hasSize(2);
        assertNobodyIsLetInByTheLogs();
    }

    /** They have all that is logged, and the application logged sessions and their ids as applications do. */
    private void assertNobodyIsLetInByTheLogs() throws IOException {
        String logged = Files.readString(logs.resolve("one")) + Files.readString(logs.resolve("two"));
        assertThat(tokens).noneMatch(logged::contains);
        assertThat(tokens).map(Session::fingerprint).allMatch(logged::contains);
    }
}
