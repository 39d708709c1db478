package dev.scalekit.testkit;

import static dev.scalekit.testkit.TcpFaultProxy.Direction.TO_CLIENT;
import static dev.scalekit.testkit.TcpFaultProxy.Direction.TO_SERVER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.IntConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class TcpFaultProxyTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private EchoServer server;
    private TcpFaultProxy proxy;

    @BeforeEach
    void start() throws IOException {
        server = new EchoServer();
        proxy = TcpFaultProxy.to(server.port());
    }

    @AfterEach
    void close() throws IOException {
        proxy.close();
        proxy.close();
        server.close();
        assertThat(proxy.live()).isZero();
    }

    @Test
    void without_faults_everything_passes_both_ways() throws IOException {
        try (Socket client = connect()) {
            assertThat(echo(client, "hello")).isEqualTo("hello");

            assertThat(proxy.accepted()).isEqualTo(1);
            assertThat(proxy.live()).isEqualTo(1);
            assertThat(proxy.bytes(TO_SERVER)).isEqualTo(5);
            assertThat(proxy.bytes(TO_CLIENT)).isEqualTo(5);
        }
        Await.until("the end of the connection", PATIENCE, () -> proxy.live() == 0);
    }

    @Test
    void the_end_of_one_direction_is_passed_on_and_the_other_stays_open() throws IOException {
        try (Socket client = connect()) {
            client.getOutputStream().write(bytes("last words"));
            client.shutdownOutput();

            assertThat(new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .isEqualTo("last words");
        }
    }

    @Test
    void latency_delays_each_way_at_least_so_long() throws IOException {
        proxy.latency(Duration.ofMillis(60), Duration.ofMillis(10));
        try (Socket client = connect()) {
            long start = System.nanoTime();

            echo(client, "hello");

            assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(120));
        }
    }

    @Test
    void jitter_varies_and_is_the_same_in_every_run() throws IOException {
        Duration jitter = Duration.ofMillis(100);
        // What is documented is that it repeats; that the seed is the number of the connection is how.
        SplittableRandom there = new SplittableRandom(1);
        SplittableRandom back = new SplittableRandom(~1);
        List<Duration> least = Stream.generate(() -> there.nextDouble() + back.nextDouble())
                .map(shares -> Duration.ofNanos((long) (jitter.toNanos() * shares)))
                .limit(8)
                .toList();

        for (int run = 0; run < 2; run++) {
            try (TcpFaultProxy jittery = TcpFaultProxy.to(server.port());
                    Socket client = connect(jittery)) {
                jittery.latency(Duration.ZERO, jitter);
                List<Duration> took = new ArrayList<>();
                for (Duration atLeast : least) {
                    long start = System.nanoTime();
                    echo(client, "x");
                    took.add(Duration.ofNanos(System.nanoTime() - start));
                    assertThat(took.get(took.size() - 1)).isGreaterThanOrEqualTo(atLeast.minusNanos(2));
                }
                assertThat(Collections.min(took)).isLessThan(Collections.max(least));
            }
        }
    }

    @Test
    void bandwidth_holds_back_at_least_so_long() throws IOException {
        proxy.bandwidth(10_000);
        try (Socket client = connect()) {
            long start = System.nanoTime();

            echo(client, "x".repeat(500));

            // 50 ms in each direction.
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(100));
        }
    }

    @Test
    void a_message_is_spread_over_the_time_that_the_bandwidth_gives_it() throws IOException {
        proxy.bandwidth(10_000);
        try (Socket client = connect()) {
            echo(client, "x".repeat(2_000));

            assertThat(proxy.writes(TO_SERVER)).isGreaterThanOrEqualTo(4);
        }
    }

    @Test
    void a_black_hole_takes_what_the_bandwidth_still_held_back() throws IOException {
        proxy.bandwidth(20);
        try (Socket client = connect()) {
            client.getOutputStream().write(new byte[200]);
            Await.until("the first byte", PATIENCE, () -> proxy.bytes(TO_SERVER) > 0);

            proxy.blackHole();
            proxy.bandwidth(1_000_000);
            requireSilence(client, "lost");

            assertThat(server.received()).hasSizeLessThan(150);
        }
    }

    @Test
    void slices_are_as_small_as_asked_for() throws IOException {
        proxy.slice(3);
        try (Socket client = connect()) {
            assertThat(echo(client, "0123456789")).isEqualTo("0123456789");

            assertThat(proxy.writes(TO_SERVER)).isGreaterThanOrEqualTo(4);
            assertThat(proxy.writes(TO_CLIENT)).isGreaterThanOrEqualTo(4);
        }
    }

    @Test
    void nothing_is_lost_or_reordered_whatever_the_delays() throws Exception {
        byte[] sent = new byte[1 << 20];
        new SplittableRandom(17).nextBytes(sent);
        proxy.latency(Duration.ofMillis(2), Duration.ofMillis(20));
        proxy.slice(1000);
        ExecutorService sender = Executors.newSingleThreadExecutor();
        try (Socket client = connect()) {
            CompletableFuture<Void> sending = CompletableFuture.runAsync(() -> write(client, sent), sender);
            byte[] first = client.getInputStream().readNBytes(1 << 18);
            proxy.heal();
            byte[] rest = client.getInputStream().readNBytes(sent.length - first.length);

            sending.join();
            byte[] received = new byte[sent.length];
            System.arraycopy(first, 0, received, 0, first.length);
            System.arraycopy(rest, 0, received, first.length, rest.length);
            assertThat(received).isEqualTo(sent);
        } finally {
            sender.shutdown();
        }
    }

    @Test
    void a_black_hole_takes_everything_and_answers_nothing() throws IOException {
        try (Socket before = connect()) {
            echo(before, "before");
            proxy.blackHole();

            try (Socket during = connect()) {
                requireSilence(before, "lost");
                requireSilence(during, "lost");
                assertThat(server.received()).isEqualTo("before");
            }
        }
    }

    @Test
    void a_black_hole_takes_the_end_of_a_stream_and_a_reset() throws IOException {
        Socket resetting = connect();
        try (Socket ending = connect();
                Socket other = connect()) {
            echo(ending, "hello");
            echo(resetting, "hello");
            echo(other, "hello");
            proxy.blackHole();

            ending.shutdownOutput();
            resetting.setSoLinger(true, 0);
            resetting.close();

            requireSilence(other, "lost");
            assertThat(server.ends()).isZero();
            assertThat(server.resets()).isZero();
            assertThat(proxy.live()).isEqualTo(3);
        }
    }

    @Test
    void a_new_connection_works_after_a_black_hole() throws IOException {
        proxy.blackHole();
        try (Socket during = connect()) {
            requireSilence(during, "lost");

            proxy.heal();

            try (Socket after = connect()) {
                assertThat(echo(after, "heard")).isEqualTo("heard");
                assertThat(server.received()).isEqualTo("heard");
            }
        }
    }

    @Test
    void a_black_hole_towards_the_client_still_reaches_the_server() throws IOException {
        proxy.blackHole(TO_CLIENT);
        try (Socket client = connect()) {
            requireSilence(client, "heard");

            Await.until("the server to hear", PATIENCE, () -> server.received().equals("heard"));
        }
    }

    @Test
    void a_black_hole_towards_the_server_lets_it_be_heard() throws IOException {
        server.greets("welcome");
        proxy.blackHole(TO_SERVER);
        try (Socket client = connect()) {
            assertThat(read(client, 7)).isEqualTo("welcome");
            requireSilence(client, "lost");

            assertThat(server.received()).isEmpty();
        }
    }

    @Test
    void a_black_hole_towards_the_server_swallows_the_reset_of_a_client_that_is_gone() throws IOException {
        server.greets("welcome");
        proxy.blackHole(TO_SERVER);
        try (Socket client = connect()) {
            read(client, 7);
        }

        // The first makes the client's side answer by RST; after that the proxy cannot write to it.
        for (int said = 1; said <= 20; said++) {
            int passed = 7 + said;
            server.say("x");
            Await.until("the proxy to pass on", PATIENCE, () -> proxy.bytes(TO_CLIENT) == passed);
        }
        assertThat(server.resets()).isZero();
        assertThat(proxy.live()).isEqualTo(1);

        proxy.heal();
        server.say("x");
        Await.until("the server to see the reset", PATIENCE, () -> server.resets() == 1);
    }

    @Test
    void a_partition_that_heals_delivers_what_was_sent() throws IOException {
        try (Socket client = connect()) {
            proxy.partition();
            requireSilence(client, "late");
            assertThat(server.received()).isEmpty();

            proxy.heal();

            assertThat(read(client, 4)).isEqualTo("late");
        }
    }

    @Test
    void a_reset_reaches_the_client_and_the_server() throws IOException {
        try (Socket client = connect()) {
            echo(client, "hello");

            proxy.reset();

            assertThatThrownBy(() -> read(client, 1))
                    .isInstanceOf(SocketException.class)
                    .hasMessageContaining("reset");
            Await.until("the server to see the reset", PATIENCE, () -> server.resets() == 1);
            try (Socket next = connect()) {
                assertThat(echo(next, "again")).isEqualTo("again");
            }
        }
    }

    @Test
    void a_reset_of_the_client_is_passed_on() throws IOException {
        Socket client = connect();
        echo(client, "hello");

        client.setSoLinger(true, 0);
        client.close();

        Await.until("the server to see the reset", PATIENCE, () -> server.resets() == 1);
    }

    @Test
    void who_is_refused_can_connect_again_on_the_same_port() throws IOException {
        int port = proxy.port();
        try (Socket open = connect()) {
            echo(open, "before");
            proxy.refuse();
            proxy.refuse();

            assertThatThrownBy(this::connect).isInstanceOf(ConnectException.class);
            assertThat(echo(open, "still here")).isEqualTo("still here");
        }

        proxy.heal();

        assertThat(proxy.port()).isEqualTo(port);
        try (Socket again = connect()) {
            assertThat(echo(again, "again")).isEqualTo("again");
        }
    }

    @Test
    void a_connection_is_cut_after_so_many_bytes() throws IOException {
        proxy.cutAfter(7, TO_CLIENT);
        try (Socket client = connect()) {
            client.getOutputStream().write(bytes("0123456789"));

            InputStream in = client.getInputStream();
            assertThat(new String(in.readNBytes(7), StandardCharsets.UTF_8)).isEqualTo("0123456");
            assertThat(endOf(in)).isTrue();
        }
    }

    @Test
    void one_byte_is_corrupted() throws IOException {
        proxy.corrupt(2, TO_SERVER);
        try (Socket client = connect()) {
            client.getOutputStream().write(new byte[] {1, 2, 3, 4});

            assertThat(client.getInputStream().readNBytes(4)).containsExactly(1, 2, ~3, 4);
        }
    }

    @Test
    void a_server_that_is_not_there_resets_the_client() throws IOException {
        try (TcpFaultProxy nowhere = TcpFaultProxy.to(FreePorts.next());
                Socket client = new Socket(InetAddress.getLoopbackAddress(), nowhere.port())) {
            client.setSoTimeout(20_000);

            assertThat(endOf(client.getInputStream())).isTrue();
        }
    }

    @Test
    void faults_that_two_threads_set_at_once_are_all_in_force() {
        ExecutorService other = Executors.newSingleThreadExecutor();
        try {
            CompletableFuture<Void> slices =
                    CompletableFuture.runAsync(() -> setAndSee(i -> proxy.slice(i), "slice="), other);
            setAndSee(i -> proxy.bandwidth(i), "bytesPerSecond=");

            slices.join();
        } finally {
            other.shutdown();
        }
    }

    private void setAndSee(IntConsumer fault, String name) {
        for (int i = 1; i <= 2_000; i++) {
            fault.accept(i);
            assertThat(proxy.toString()).contains(name + i + ",");
        }
    }

    @Test
    void who_heals_while_the_proxy_closes_does_not_open_it_again() {
        ExecutorService healer = Executors.newSingleThreadExecutor();
        try {
            for (int i = 0; i < 200; i++) {
                TcpFaultProxy closing = TcpFaultProxy.to(server.port());
                CompletableFuture<Void> healing = CompletableFuture.runAsync(() -> healUntilClosed(closing), healer);

                closing.close();

                healing.join();
                assertThatThrownBy(() -> connect(closing)).isInstanceOf(ConnectException.class);
            }
        } finally {
            healer.shutdown();
        }
    }

    private static void healUntilClosed(TcpFaultProxy proxy) {
        try {
            while (true) {
                proxy.heal();
            }
        } catch (IllegalStateException e) {
            assertThat(e).hasMessageContaining("closed");
        }
    }

    @Test
    void a_thread_that_is_interrupted_closes_everything_too() throws IOException {
        try (Socket one = connect();
                Socket other = connect()) {
            echo(one, "hello");
            echo(other, "hello");
            Thread.currentThread().interrupt();

            proxy.close();

            assertThat(Thread.interrupted()).isTrue();
            assertThat(proxy.live()).isZero();
            assertThat(Thread.getAllStackTraces().keySet())
                    .noneMatch(thread -> thread.getName().contains("proxy-" + proxy.port()));
        }
    }

    @Test
    void bad_options_are_refused() {
        assertThatThrownBy(() -> TcpFaultProxy.to(0)).hasMessage("port must be 1 to 65535: 0");
        assertThatThrownBy(() -> proxy.slice(0)).hasMessage("slice must be at least 1: 0");
        assertThatThrownBy(() -> proxy.bandwidth(-1)).hasMessage("bytesPerSecond must be at least 1: -1");
        assertThatThrownBy(() -> proxy.cutAfter(-1, TO_CLIENT)).hasMessage("cutAfter must not be negative: -1");
        assertThatThrownBy(() -> proxy.latency(Duration.ofMillis(-1)))
                .hasMessage("latency must not be negative: PT-0.001S");
        proxy.close();
        assertThatThrownBy(() -> proxy.heal())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("closed");
    }

    private Socket connect() throws IOException {
        return connect(proxy);
    }

    private static Socket connect(TcpFaultProxy proxy) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), proxy.port());
        socket.setSoTimeout(20_000);
        return socket;
    }

    /** Says something to which no answer comes; an answer would come within a millisecond. */
    private static void requireSilence(Socket client, String text) throws IOException {
        client.setSoTimeout(300);
        assertThatThrownBy(() -> echo(client, text)).isInstanceOf(SocketTimeoutException.class);
        client.setSoTimeout(20_000);
    }

    private static String echo(Socket client, String text) throws IOException {
        client.getOutputStream().write(bytes(text));
        return read(client, text.length());
    }

    private static String read(Socket client, int length) throws IOException {
        byte[] answer = new byte[length];
        new DataInputStream(client.getInputStream()).readFully(answer);
        return new String(answer, StandardCharsets.UTF_8);
    }

    private static boolean endOf(InputStream in) throws IOException {
        try {
            return in.read() < 0;
        } catch (SocketException e) {
            return true;
        }
    }

    private static void write(Socket client, byte[] bytes) {
        try {
            client.getOutputStream().write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
