package dev.scalekit.queue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** Where the messages of a queue go in. Thread-safe. */
final class Outbox<T> {
    /** What may wait in memory until it is written: a few batches. */
    private static final int MOST_WAITING_BYTES = 32 << 20;

    private final Engine engine;
    private final Function<? super T, byte[]> encode;
    private final Gate gate = new Gate(MOST_WAITING_BYTES);
    private volatile boolean closed;

    Outbox(Engine engine, Function<? super T, byte[]> encode) {
        this.engine = engine;
        this.encode = encode;
    }

    List<MessageId> send(List<Message<T>> messages) throws InterruptedException {
        List<Outgoing> outgoing = encode(messages);
        int weight = weight(outgoing);
        long start = engine.nanos();
        enter(weight);
        try {
            Waiting waiting = new Waiting();
            Send send = new Send(outgoing, patience(), start, waiting);
            engine.writer().submit(send);
            return waiting.await(send);
        } catch (InterruptedException e) {
            engine.writer().forgetWithdrawn();
            throw e;
        } finally {
            gate.leave(weight);
        }
    }

    CompletableFuture<MessageId> sendAsync(Message<T> message) {
        List<Outgoing> outgoing = encode(List.of(message));
        int weight = weight(outgoing);
        CompletableFuture<MessageId> future = new CompletableFuture<>();
        long start = engine.nanos();
        try {
            enter(weight);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            future.completeExceptionally(new QueueFullException(
                    engine.name(), "the sender was interrupted while it waited for memory", Duration.ZERO));
            return future;
        } catch (QueueException e) {
            future.completeExceptionally(e);
            return future;
        }
        engine.writer().submit(new Send(outgoing, patience(), start, new Send.Completion() {
            // It has left memory once its future is completed: what waits behind a slow action is bounded as well.
            @Override
            public void stored(List<MessageId> ids) {
                engine.callbacks().call(() -> {
                    gate.leave(weight);
                    future.complete(ids.get(0));
                });
            }

            @Override
            public void failed(QueueException e) {
                engine.callbacks().call(() -> {
                    gate.leave(weight);
                    future.completeExceptionally(e);
                });
            }
        }));
        return future;
    }

    private Duration patience() {
        return engine.options().limits().whenFull().patience();
    }

    private void enter(int weight) throws InterruptedException {
        QueueException failure = engine.writer().failure();
        if (closed) {
            throw new QueueClosedException(engine.name());
        }
        if (failure != null) {
            throw failure;
        }
        if (!gate.enter(weight, patience())) {
            throw new QueueFullException(
                    engine.name(), "more than " + gate.most() + " bytes wait in memory to be written", patience());
        }
    }

    private List<Outgoing> encode(List<Message<T>> messages) {
        List<Outgoing> outgoing = new ArrayList<>(messages.size());
        long now = engine.nowMillis();
        long total = BatchEnd.FRAME;
        for (Message<T> message : messages) {
            byte[] body = encode.apply(message.body());
            if (body == null) {
                throw new IllegalArgumentException("encode must return bytes, not null");
            }
            requireAllowed(message, body.length);
            Outgoing one = Outgoing.of(message, body, now);
            Bounds.requireAtMost(
                    MessageContent.payloadBytes(one.entry().content()),
                    "The bytes of a message with key, headers and deduplication id",
                    engine.options().limits().messageBytes());
            outgoing.add(one);
            total += one.entry().size();
        }
        Bounds.requireAtMost(
                outgoing.size(),
                "The number of messages that are stored together",
                engine.options().limits().messages());
        Bounds.requireAtMost(total, "The bytes of messages that are stored together", mostTogether());
        return outgoing;
    }

    private void requireAllowed(Message<T> message, int bodyBytes) {
        Bounds.requireAtMost(
                bodyBytes, "The bytes of a body", engine.options().limits().messageBytes());
        if (message.deduplicationId().isPresent()
                && engine.options().deduplication().window().isZero()) {
            throw new IllegalArgumentException("deduplicationId needs a deduplicationWindow, which is zero");
        }
    }

    private long mostTogether() {
        return new Log.Settings(engine.options().limits().segmentBytes()).room();
    }

    /** An action of a future that sends must not wait for the one that is itself: it weighs nothing. */
    private int weight(List<Outgoing> outgoing) {
        return engine.callbacks().isCurrentThread() ? 0 : gate.weight(Outgoing.bytes(outgoing), outgoing.size());
    }

    void close() {
        closed = true;
    }
}
