package dev.scalekit.routing.balance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

final class TcpProbeTest {
    /** Long enough for any machine; a test in which it passes has gone wrong. */
    private static final Duration LONG = Duration.ofSeconds(40);

    private final HealthProbe<InetSocketAddress> probe = TcpProbe.connect();

    private static ServerSocket server() throws IOException {
        return new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    }

    @Test
    void who_accepts_is_well_and_has_its_connection_closed() throws Exception {
        try (ServerSocket server = server()) {
            probe.check((InetSocketAddress) server.getLocalSocketAddress(), LONG);

            try (Socket accepted = server.accept()) {
                assertThat(accepted.getInputStream().read()).isEqualTo(-1);
            }
        }
    }

    @Test
    void an_endpoint_of_another_type_says_its_address() throws Exception {
        try (ServerSocket server = server()) {
            HealthProbe<String> named =
                    TcpProbe.connect(name -> InetSocketAddress.createUnresolved(name, server.getLocalPort()));

            assertThatCode(() -> named.check("127.0.0.1", LONG)).doesNotThrowAnyException();
        }
    }

    @Test
    void nobody_listens() throws Exception {
        InetSocketAddress nobody;
        try (ServerSocket server = server()) {
            nobody = (InetSocketAddress) server.getLocalSocketAddress();
        }

        assertThatThrownBy(() -> probe.check(nobody, LONG)).isInstanceOf(ConnectException.class);
    }

    @Test
    void a_name_that_nobody_has_is_not_well() {
        InetSocketAddress nowhere = InetSocketAddress.createUnresolved("nowhere.invalid", 80);

        assertThatThrownBy(() -> probe.check(nowhere, LONG)).isInstanceOf(UnknownHostException.class);
    }

    /** On Linux, a listener whose queue is full drops what asks for a connection; others may refuse it. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void who_does_not_answer_is_not_well_when_the_time_is_over() throws Exception {
        try (BlackHole hole = new BlackHole()) {
            assertThatThrownBy(() -> probe.check(hole.address(), Duration.ofMillis(20)))
                    .isInstanceOf(SocketTimeoutException.class);
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void closing_the_balancer_ends_a_probe_that_waits_for_a_connection() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CompletableFuture<Throwable> ended = new CompletableFuture<>();
        try (BlackHole hole = new BlackHole()) {
            LoadBalancer<InetSocketAddress> balancer = LoadBalancer.<InetSocketAddress>builder()
                    .endpoint(hole.address())
                    .probe(
                            (address, timeout) -> {
                                begun.countDown();
                                try {
                                    probe.check(address, timeout);
                                } catch (Throwable e) {
                                    ended.complete(e);
                                }
                            },
                            p -> p.every(Duration.ofMinutes(10)).timeout(Duration.ofMinutes(5)))
                    .build();
            begun.await();

            balancer.close();

            assertThat(ended.get(LONG.toSeconds(), TimeUnit.SECONDS)).isInstanceOf(IOException.class);
        }
    }

    /** A listener that accepts nobody, and whose queue is full. */
    private static final class BlackHole implements AutoCloseable {
        private final ServerSocket server = server();
        private final List<SocketChannel> queue = new ArrayList<>();

        BlackHole() throws IOException {
            boolean isFull = false;
            while (!isFull) {
                SocketChannel waiting = SocketChannel.open();
                queue.add(waiting);
                try {
                    waiting.socket().connect(address(), 100);
                } catch (SocketTimeoutException e) {
                    isFull = true;
                }
            }
        }

        InetSocketAddress address() {
            return (InetSocketAddress) server.getLocalSocketAddress();
        }

        @Override
        public void close() throws IOException {
            for (SocketChannel waiting : queue) {
                waiting.close();
            }
            server.close();
        }
    }
}
