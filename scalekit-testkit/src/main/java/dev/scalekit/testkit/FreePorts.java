package dev.scalekit.testkit;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/** Ports for servers that are stopped and started again. Thread-safe. */
public final class FreePorts {
    /*
     * Binding port 0 gives a port of the ephemeral range (RFC 6056, section 2.1; 32768 and up on Linux, 49152 and up on
     * others). While a server is down, any outgoing connection of the machine may be given that very port, and the server
     * cannot come back. Below the range only another server can take it.
     */
    private static final int FIRST = 20_000;

    private static final int LAST = 32_000;

    /*
     * In turn, so that the servers of one JVM never meet while there are ports left; from a random one, so that those of
     * two JVMs seldom do. Random ones would meet among each other before they are bound.
     */
    private static final AtomicInteger TURN =
            new AtomicInteger(ThreadLocalRandom.current().nextInt(LAST - FIRST));

    private FreePorts() {}

    /**
     * Returns a port of the loopback address on which nothing listens now, and which this JVM has not been given before
     * unless all 12,000 are used up. Somebody else may still be quicker: start the server, and take another port if it
     * cannot bind.
     *
     * @throws IllegalStateException if a hundred ports were all in use
     */
    public static int next() {
        for (int attempt = 0; attempt < 100; attempt++) {
            int port = FIRST + Math.floorMod(TURN.getAndIncrement(), LAST - FIRST);
            try (ServerSocket probe = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return probe.getLocalPort();
            } catch (IOException e) {
                // In use: try another.
            }
        }
        throw new IllegalStateException("No free port between " + FIRST + " and " + LAST + " in 100 attempts");
    }
}
