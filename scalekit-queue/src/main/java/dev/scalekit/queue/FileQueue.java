package dev.scalekit.queue;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A durable queue in a directory of this machine, for one process at a time. Does all its input and output on threads
 * of its own, so that an interrupt of a caller cannot harm it. Thread-safe.
 */
public final class FileQueue<T> implements MessageQueue<T> {
    private static final Logger LOG = LoggerFactory.getLogger(FileQueue.class);

    private final Engine engine;
    private final @Nullable FolderLock lock;
    private final Outbox<T> outbox;
    private final List<FileGroup<T>> groups;
    private final boolean hasNames;
    private final AtomicBoolean closed = new AtomicBoolean();
    private final CountDownLatch ended = new CountDownLatch(1);

    private FileQueue(
            Engine engine,
            @Nullable FolderLock lock,
            Function<? super T, byte[]> encode,
            Function<byte[], ? extends T> decode) {
        this.engine = engine;
        this.lock = lock;
        this.outbox = new Outbox<>(engine, encode);
        List<FileGroup<T>> all = new ArrayList<>();
        for (int group = 0; group < engine.ledger().groupCount(); group++) {
            all.add(new FileGroup<>(engine, group, decode));
        }
        this.groups = List.copyOf(all);
        this.hasNames = !engine.options().groups().names().equals(List.of(Options.DEFAULT_GROUP));
    }

    /**
     * Begins a queue; {@link FileQueueBuilder#build} opens it.
     *
     * @param directory where its files are: a local file system, and nothing else in it. Created, with rights for its
     *     owner only, if it is not there
     * @param encode makes the bytes of a body, in the thread that sends; called by many threads at once. What it
     *     throws reaches the sender. The array is the queue's afterwards and must not be changed
     * @param decode makes a body from these bytes, in the thread that asks for it; called by many threads at once. It
     *     must read what earlier releases of the application have stored. What it throws reaches who asks: in a
     *     handler it is a failed attempt
     */
    public static <T> FileQueueBuilder<T> builder(
            Path directory, Function<? super T, byte[]> encode, Function<byte[], ? extends T> decode) {
        return new FileQueueBuilder<>(
                requireNonNull(directory, "directory"),
                requireNonNull(encode, "encode"),
                requireNonNull(decode, "decode"));
    }

    static <T> FileQueue<T> open(
            Path directory, Options options, Function<? super T, byte[]> encode, Function<byte[], ? extends T> decode) {
        String name = Bounds.printable(String.valueOf(directory.toAbsolutePath().getFileName()));
        long start = options.time().ticker().nanos();
        try {
            FolderLock lock = FolderLock.of(directory);
            try {
                Engine engine = IoThread.call(
                        "scalekit-queue-" + name + "-open",
                        () -> Engine.open(name, new FolderDisk(lock.directory()), options));
                LOG.info(
                        "{}: open, {} messages wait in {} files, after {} ms",
                        name,
                        engine.ledger().deepest(),
                        engine.store().log().chain().size(),
                        (engine.nanos() - start) / 1_000_000);
                return started(new FileQueue<>(engine, lock, encode, decode));
            } catch (IOException | RuntimeException | Error e) {
                lock.close();
                throw e;
            }
        } catch (IOException e) {
            throw new QueueIOException(directory.toString(), "opening", e);
        }
    }

    /** Its files must be nobody's before the directory is free for others, also if no thread is to be had. */
    private static <T> FileQueue<T> started(FileQueue<T> queue) throws IOException {
        try {
            queue.engine.start();
            return queue;
        } catch (Error e) {
            queue.engine.close();
            throw e;
        }
    }

    /** Makes a queue of an engine whose threads a test steps itself. */
    static <T> FileQueue<T> of(
            Engine engine, Function<? super T, byte[]> encode, Function<byte[], ? extends T> decode) {
        return new FileQueue<>(engine, null, encode, decode);
    }

    @Override
    public MessageId send(Message<T> message) throws InterruptedException {
        return outbox.send(List.of(requireNonNull(message, "message"))).get(0);
    }

    @Override
    public CompletableFuture<MessageId> sendAsync(Message<T> message) {
        return outbox.sendAsync(requireNonNull(message, "message"));
    }

    @Override
    public List<MessageId> sendAll(List<Message<T>> messages) throws InterruptedException {
        List<Message<T>> all = new ArrayList<>(requireNonNull(messages, "messages"));
        all.forEach(message -> requireNonNull(message, "message"));
        return all.isEmpty() ? List.of() : outbox.send(all);
    }

    @Override
    public Group<T> group(String name) {
        requireNonNull(name, "name");
        return groups.stream()
                .filter(group -> group.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "group must be one of " + engine.options().groups().names() + ": " + Bounds.printable(name)));
    }

    private FileGroup<T> only() {
        if (hasNames) {
            throw new IllegalStateException("The queue has named groups, so name one by group(name): "
                    + engine.options().groups().names());
        }
        return groups.get(0);
    }

    @Override
    public Optional<Delivery<T>> receive(Duration timeout) throws InterruptedException {
        return only().receive(timeout);
    }

    @Override
    public Consumer consume(ConsumerOptions options, Handler<T> handler) {
        return only().consume(options, handler);
    }

    @Override
    public String name() {
        return only().name();
    }

    @Override
    public DeadLetters<T> deadLetters() {
        return only().deadLetters();
    }

    @Override
    public List<StoredMessage<T>> browse(int maximum) {
        return only().browse(maximum);
    }

    @Override
    public void pause() {
        only().pause();
    }

    @Override
    public void resume() {
        only().resume();
    }

    @Override
    public Set<Capability> capabilities() {
        Set<Capability> all = EnumSet.allOf(Capability.class);
        if (engine.options().deduplication().window().isZero()) {
            all.remove(Capability.DEDUPLICATION);
        }
        return Set.copyOf(all);
    }

    @Override
    public QueueStats stats() {
        return Snapshot.of(engine, closed.get());
    }

    @Override
    public void close() {
        if (engine.callbacks().isCurrentThread()) {
            throw new IllegalStateException("A listener or an action of a future must not close the queue, "
                    + "which waits for it: hand that to another thread");
        }
        if (!closed.compareAndSet(false, true)) {
            awaitEnd();
            return;
        }
        try {
            outbox.close();
            groups.forEach(FileGroup::stop);
            groups.forEach(FileGroup::close);
            end();
        } finally {
            ended.countDown();
        }
    }

    private void end() {
        try {
            IoThread.call("scalekit-queue-" + engine.name() + "-close", () -> {
                try (lock) {
                    engine.close();
                }
                return closed;
            });
            LOG.info("{}: closed", engine.name());
        } catch (IOException e) {
            // What was acknowledged is forced, and the next opening tidies up.
            LOG.warn("{}: closing did not tidy up all files", engine.name(), e);
        }
    }

    private void awaitEnd() {
        boolean interrupted = false;
        while (ended.getCount() > 0) {
            try {
                ended.await();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public String toString() {
        return "FileQueue[" + engine.name() + ", "
                + (closed.get()
                        ? "closed"
                        : "groups " + engine.options().groups().names()) + "]";
    }
}
