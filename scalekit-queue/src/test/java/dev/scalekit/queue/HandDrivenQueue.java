package dev.scalekit.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.locks.LockSupport;

/** A queue without threads of its own, as one that uses it sees it: each call has its answer once the actors were stepped. */
final class HandDrivenQueue implements AutoCloseable {
    private final Engine engine;
    private final FileQueue<String> queue;
    private final SteppedQueue stepped;

    private HandDrivenQueue(Engine engine) {
        this.engine = engine;
        this.queue = FileQueue.of(engine, QueueFixture::encode, QueueFixture::decode);
        this.stepped = SteppedQueue.of(engine, queue);
    }

    static HandDrivenQueue open(Disk disk, Options options) throws IOException {
        return new HandDrivenQueue(Engine.open("stepped", disk, options));
    }

    FileQueue<String> queue() {
        return queue;
    }

    Engine engine() {
        return engine;
    }

    /** Steps all actors until none has anything to do at this time. */
    void settle() {
        stepped.settle();
    }

    /** Settles, and returns what a future then has. */
    <T> T get(CompletableFuture<T> future) throws Exception {
        settle();
        assertThat(future).isDone();
        try {
            return future.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof QueueException known ? known : e;
        }
    }

    MessageId send(Message<String> message) throws Exception {
        return get(queue.sendAsync(message));
    }

    /** Sends so many messages. */
    void send(int count) throws Exception {
        CompletableFuture<?> last = CompletableFuture.completedFuture(null);
        for (int i = 0; i < count; i++) {
            last = queue.sendAsync("m" + i);
        }
        get(last);
    }

    /** Makes a call that waits for the queue. */
    <T> T call(Callable<T> call) throws Exception {
        FutureTask<T> task = new FutureTask<>(call);
        Thread caller = new Thread(task, "caller");
        caller.start();
        while (!task.isDone()) {
            settle();
            LockSupport.parkNanos(10_000);
        }
        caller.join();
        try {
            return task.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Exception known ? known : e;
        }
    }

    /** Takes what is ready now. */
    Optional<Delivery<String>> look() {
        FileGroup<String> group = (FileGroup<String>) queue.group(Options.DEFAULT_GROUP);
        Demand demand = group.demand();
        settle();
        group.giveUp(demand);
        return Optional.ofNullable(group.delivery(demand));
    }

    Delivery<String> take() {
        return look().orElseThrow();
    }

    /** Takes and acknowledges one after the other, until there is nothing ready; returns how many there were. */
    int empty() throws Exception {
        int count = 0;
        for (Optional<Delivery<String>> next = look(); next.isPresent(); next = look()) {
            get(next.get().ackAsync());
            count++;
        }
        return count;
    }

    @Override
    public void close() {
        queue.close();
    }
}
