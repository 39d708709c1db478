package dev.scalekit.queue;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** A thread that waits until its messages are stored. Thread-safe. */
final class Waiting implements Send.Completion {
    private final Thread thread = Thread.currentThread();
    private volatile @Nullable List<MessageId> stored;
    private volatile @Nullable QueueException failure;

    @Override
    public void stored(List<MessageId> ids) {
        stored = ids;
        LockSupport.unpark(thread);
    }

    @Override
    public void failed(QueueException e) {
        failure = e;
        LockSupport.unpark(thread);
    }

    /**
     * Waits for the end. If the thread is interrupted before the messages are being written, they are taken back; after that
     * it waits on, and is still interrupted when it returns.
     *
     * @throws InterruptedException if they were taken back
     */
    List<MessageId> await(Send send) throws InterruptedException {
        boolean interrupted = false;
        List<MessageId> ids = stored;
        while (ids == null && failure == null) {
            LockSupport.park(this);
            if (Thread.interrupted()) {
                if (send.withdraw()) {
                    throw new InterruptedException("Interrupted while it waited for room; nothing was stored");
                }
                interrupted = true;
            }
            ids = stored;
        }
        if (interrupted) {
            thread.interrupt();
        }
        return require(ids);
    }

    private List<MessageId> require(@Nullable List<MessageId> ids) {
        if (ids == null) {
            throw Objects.requireNonNull(failure);
        }
        return ids;
    }
}
