package dev.scalekit.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

final class FreePortsTest {

    @Test
    void a_port_is_free_and_no_outgoing_connection_can_take_it() throws IOException {
        int port = FreePorts.next();

        assertThat(port).isBetween(20_000, 31_999);
        new ServerSocket(port, 1, InetAddress.getLoopbackAddress()).close();
    }
}
