package dev.scalekit.testkit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** Sends back what it reads, and remembers it. Thread-safe. */
final class EchoServer implements AutoCloseable {
    private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Set<Socket> clients = ConcurrentHashMap.newKeySet();
    private final ByteArrayOutputStream received = new ByteArrayOutputStream();
    private final AtomicInteger resets = new AtomicInteger();
    private final AtomicInteger ends = new AtomicInteger();
    private volatile String greeting = "";

    EchoServer() throws IOException {
        threads.execute(this::accept);
    }

    int port() {
        return listener.getLocalPort();
    }

    /** Makes the server send something first. */
    void greets(String greeting) {
        this.greeting = greeting;
    }

    /** Sends something to every client that ever came; none of them may be closed. */
    void say(String text) throws IOException {
        for (Socket client : clients) {
            client.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
        }
    }

    String received() {
        return received.toString(StandardCharsets.UTF_8);
    }

    /** How many clients ended their stream in order. */
    int ends() {
        return ends.get();
    }

    int resets() {
        return resets.get();
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (Socket client : clients) {
            client.close();
        }
        threads.shutdown();
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                clients.add(client);
                threads.execute(() -> serve(client));
            } catch (IOException e) {
                // Closed.
            }
        }
    }

    private void serve(Socket client) {
        try (client) {
            client.getOutputStream().write(greeting.getBytes(StandardCharsets.UTF_8));
            byte[] buffer = new byte[8192];
            for (int n = client.getInputStream().read(buffer);
                    n >= 0;
                    n = client.getInputStream().read(buffer)) {
                received.write(buffer, 0, n);
                client.getOutputStream().write(buffer, 0, n);
            }
            ends.incrementAndGet();
        } catch (IOException e) {
            if (String.valueOf(e.getMessage()).contains("reset")) {
                resets.incrementAndGet();
            }
        }
    }
}
