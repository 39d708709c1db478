package dev.scalekit.examples.proxy;

import java.io.IOException;
import java.net.http.HttpRequest.BodyPublisher;
import java.nio.ByteBuffer;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow.Subscriber;
import java.util.concurrent.Flow.Subscription;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A request's body on its way to one server, from the start. Thread-safe.
 *
 * <p>The JDK's own publisher of a stream waits for the next piece before the last one is sent; this one waits elsewhere.
 */
final class BodyStream implements BodyPublisher {
    static final long UNKNOWN = -1;
    private static final int PIECE = 16_384;

    private final RequestBody body;
    private final long length;
    private final Executor threads;

    BodyStream(RequestBody body, long length, Executor threads) {
        this.body = body;
        this.length = length;
        this.threads = threads;
    }

    @Override
    public long contentLength() {
        return length;
    }

    @Override
    public void subscribe(Subscriber<? super ByteBuffer> server) {
        server.onSubscribe(new Reading(server));
    }

    /** Reads while something is wanted, on one thread at a time. */
    private final class Reading implements Subscription, Runnable {
        private final Subscriber<? super ByteBuffer> server;
        /** Pieces; above 0 while a thread reads, and once all is over. */
        private final AtomicLong wanted = new AtomicLong();

        private volatile boolean cancelled;
        private long at;

        Reading(Subscriber<? super ByteBuffer> server) {
            this.server = server;
        }

        @Override
        public void request(long pieces) {
            if (wanted.getAndAdd(pieces) == 0) {
                threads.execute(this);
            }
        }

        @Override
        public void cancel() {
            cancelled = true;
        }

        @Override
        public void run() {
            do {
                if (cancelled || !sendNext()) {
                    return;
                }
            } while (wanted.decrementAndGet() > 0);
        }

        /** Returns whether there may be more. */
        private boolean sendNext() {
            byte[] piece = new byte[PIECE];
            try {
                int count = body.read(at, piece);
                if (count < 0) {
                    server.onComplete();
                    return false;
                }
                at += count;
                server.onNext(ByteBuffer.wrap(piece, 0, count));
                return true;
            } catch (IOException e) {
                server.onError(e);
                return false;
            }
        }
    }
}
