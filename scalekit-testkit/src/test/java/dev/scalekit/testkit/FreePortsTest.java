package dev.scalekit.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class FreePortsTest {

    @Test
    void a_port_is_free_and_no_outgoing_connection_can_take_it() throws IOException {
        int port = FreePorts.next();

        assertThat(port).isBetween(20_000, 31_999);
        new ServerSocket(port, 1, InetAddress.getLoopbackAddress()).close();
    }

    @Test
    void no_port_is_given_twice() {
        assertThat(Stream.generate(FreePorts::next).limit(1_000)).doesNotHaveDuplicates();
    }

    @Test
    void a_port_on_which_somebody_listens_is_passed_over() throws IOException {
        int port = FreePorts.next();
        try (ServerSocket taken = new ServerSocket(port + 1, 1, InetAddress.getLoopbackAddress())) {
            assertThat(Stream.generate(FreePorts::next).limit(100)).doesNotContain(taken.getLocalPort());
        }
    }
}
