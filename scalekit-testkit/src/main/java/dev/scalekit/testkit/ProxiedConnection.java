package dev.scalekit.testkit;

import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/** One client and its connection to the server, with a reader and a writer for each direction. Thread-safe. */
final class ProxiedConnection {
    /*
     * A reader and a writer with a queue between them: what is under way at one moment is many chunks, each with its own
     * time, as on a long line. One thread that waited before each write would turn latency into a bandwidth limit.
     * Order is the order of the queue, whatever the jitter. A full queue stops the reader, then the kernel's buffers fill
     * and the sender waits, as it does when nobody reads.
     */
    private static final int CHUNK = 16 * 1024;

    private static final int CHUNKS_UNDER_WAY = 256;

    private final Socket client;
    private final Socket server;
    private final Consumer<ProxiedConnection> onEnd;
    private final AtomicBoolean ended = new AtomicBoolean();
    private final List<Thread> threads = new ArrayList<>();

    private enum Kind {
        BYTES,
        END,
        RESET
    }

    /** What came at once: bytes, or the end of the stream, in order or not. */
    private record Chunk(Kind kind, ByteBuffer bytes, long readAt, double jitterShare) {}

    ProxiedConnection(Socket client, Socket server, Consumer<ProxiedConnection> onEnd) throws IOException {
        this.client = client;
        this.server = server;
        this.onEnd = onEnd;
        client.setTcpNoDelay(true);
        server.setTcpNoDelay(true);
    }

    void start(String name, FaultyLink toServer, FaultyLink toClient, long seed) {
        BlockingQueue<Chunk> there = new ArrayBlockingQueue<>(CHUNKS_UNDER_WAY);
        SplittableRandom jitter = new SplittableRandom(seed);
        addThread(name + "-to-server-reader", () -> read(client, there, jitter));
        addThread(name + "-to-server-writer", () -> write(server, there, toServer, toClient));

        BlockingQueue<Chunk> back = new ArrayBlockingQueue<>(CHUNKS_UNDER_WAY);
        SplittableRandom jitterBack = new SplittableRandom(~seed);
        addThread(name + "-to-client-reader", () -> read(server, back, jitterBack));
        addThread(name + "-to-client-writer", () -> write(client, back, toClient, toServer));
        threads.forEach(Thread::start);
    }

    private interface Work {
        void run() throws IOException, InterruptedException;
    }

    private void addThread(String name, Work work) {
        Thread thread = new Thread(
                () -> {
                    try {
                        work.run();
                    } catch (IOException e) {
                        // The side that we write to is gone: the other one hears it as it would from the kernel.
                        end(true);
                    } catch (InterruptedException e) {
                        end(false);
                    }
                },
                name);
        thread.setDaemon(true);
        threads.add(thread);
    }

    private static void read(Socket from, BlockingQueue<Chunk> underWay, SplittableRandom jitter)
            throws InterruptedException {
        byte[] buffer = new byte[CHUNK];
        Kind last = Kind.END;
        try {
            for (int n = from.getInputStream().read(buffer);
                    n >= 0;
                    n = from.getInputStream().read(buffer)) {
                ByteBuffer bytes = ByteBuffer.wrap(Arrays.copyOf(buffer, n));
                underWay.put(new Chunk(Kind.BYTES, bytes, System.nanoTime(), jitter.nextDouble()));
            }
        } catch (IOException e) {
            last = Kind.RESET;
        }
        // Queued like bytes: a partition holds it back and a black hole swallows it.
        underWay.put(new Chunk(last, ByteBuffer.allocate(0), System.nanoTime(), jitter.nextDouble()));
    }

    private void write(Socket to, BlockingQueue<Chunk> underWay, FaultyLink link, FaultyLink back)
            throws IOException, InterruptedException {
        long position = 0;
        while (!ended.get()) {
            Chunk chunk = underWay.take();
            try {
                if (chunk.kind() == Kind.BYTES) {
                    position = write(to, chunk, position, link);
                } else if (!awaitTurn(chunk, link).swallows()) {
                    finish(to, chunk.kind());
                }
            } catch (IOException e) {
                if (!back.faults().swallows()) {
                    throw e;
                }
                // The receiver is gone, but its RST is lost on the way back. The first byte after a heal() is
                // answered by another one.
            }
            if (chunk.kind() != Kind.BYTES) {
                return;
            }
        }
    }

    private static LinkFaults awaitTurn(Chunk chunk, FaultyLink link) throws InterruptedException {
        return link.awaitTurn(chunk.readAt(), chunk.jitterShare());
    }

    private void finish(Socket to, Kind last) throws IOException {
        if (last == Kind.RESET) {
            end(true);
            return;
        }
        to.shutdownOutput();
        if (client.isOutputShutdown() && server.isOutputShutdown()) {
            end(false);
        }
    }

    private long write(Socket to, Chunk chunk, long start, FaultyLink link) throws IOException, InterruptedException {
        long position = start;
        ByteBuffer bytes = chunk.bytes();
        while (bytes.hasRemaining()) {
            // Asked again for each slice: a link may be healed or cut in the middle of a chunk.
            LinkFaults faults = awaitTurn(chunk, link);
            if (faults.swallows()) {
                return position;
            }
            int length = faults.length(position, bytes.remaining());
            if (!link.pace(faults, length)) {
                continue;
            }
            byte[] slice = new byte[length];
            bytes.get(slice);
            faults.corrupt(slice, position);
            // Counted first: whoever has received a byte finds it in the count.
            link.countWrite(slice.length);
            to.getOutputStream().write(slice);
            position += slice.length;
            if (faults.isCutAt(position)) {
                end(false);
                return position;
            }
        }
        return position;
    }

    /** Closes both sides, by RST or in order. The first call decides. */
    void end(boolean reset) {
        if (!ended.compareAndSet(false, true)) {
            return;
        }
        close(client, reset);
        close(server, reset);
        threads.forEach(Thread::interrupt);
        onEnd.accept(this);
    }

    /** Waits until the threads have ended. */
    void join() {
        try {
            for (Thread thread : threads) {
                thread.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while a connection ended", e);
        }
    }

    static void close(Socket socket, boolean reset) {
        try (socket) {
            if (reset) {
                // RFC 9293, 3.10.4 and socket(7): a close with zero linger aborts, and the peer gets RST.
                socket.setSoLinger(true, 0);
            }
        } catch (IOException e) {
            // It is closed already.
        }
    }
}
