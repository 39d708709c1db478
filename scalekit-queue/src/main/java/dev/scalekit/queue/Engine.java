package dev.scalekit.queue;

import dev.scalekit.queue.AttemptsFile.Attempt;
import dev.scalekit.queue.Log.Entry;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The parts of a queue, put together. Thread-safe. */
final class Engine {
    /*
     * Four threads, each with what it owns: the writer the log and what is durable, the dispatcher what is handed out, the
     * keeper the folder, and one that calls the user. They tell each other what happened and wait for nobody, so there is no
     * lock to hold while something is read or written, and a test can have one thread step them all.
     */
    private static final Logger LOG = LoggerFactory.getLogger(FileQueue.class);
    private static final long PATIENCE_WITH_CALLBACKS_NANOS = 10_000_000_000L;

    private final String name;
    private final Options options;
    private final Disk disk;
    private final Store store;
    private final Writer writer;
    private final Dispatcher dispatcher;
    private final Keeper keeper;
    private final Callbacks callbacks;
    private final Figures figures;
    private final Consequences consequences;

    private Engine(String name, Options options, Disk disk, Store store, AttemptsFile attempts) {
        String threads = "scalekit-queue-" + name;
        this.name = name;
        this.options = options;
        this.disk = disk;
        this.store = store;
        this.figures = new Figures(store.ledger().groupCount(), options.time().ticker());
        this.callbacks = new Callbacks(threads);
        this.consequences = new Consequences(this);
        this.writer = new Writer(threads, store, options.time().ticker(), consequences);
        this.dispatcher = new Dispatcher(
                threads,
                store.ledger(),
                attempts,
                options.redelivery(),
                new Dispatcher.Environment(options.time(), new SplittableRandom(), consequences));
        this.keeper = new Keeper(threads, new Keeper.Environment(disk, options.time()), store, writer, dispatcher);
    }

    /**
     * Opens what is in a folder. Its threads are not started.
     *
     * @throws QueueException if it cannot be opened, or must not
     */
    static Engine open(String name, Disk disk, Options options) throws IOException {
        AttemptsFile attempts = AttemptsFile.open(disk);
        try {
            return open(name, disk, options, attempts);
        } catch (IOException | RuntimeException | Error e) {
            try (attempts) {
                throw e;
            }
        }
    }

    private static Engine open(String name, Disk disk, Options options, AttemptsFile attempts) throws IOException {
        DeduplicationWindow seen = window(options.deduplication());
        Recovery recovery = new Recovery(seen, options.groups());
        Log log = Log.open(disk, new Log.Settings(options.limits().segmentBytes()), recovery);
        seen.expire(options.time().wall().millis());
        Ledger ledger = recovery.ledger();
        Store store = new Store(name, log, ledger, new Room(disk, log, ledger, options.limits()), seen);
        Engine engine = new Engine(name, options, disk, store, attempts);
        try {
            if (recovery.hasNewGroups()) {
                log.append(
                        List.of(Entry.of(RecordType.GROUPS, Trim.groups(ledger).encode())));
            }
            engine.serve(attempts, recovery.afterLast());
            return engine;
        } catch (IOException | LogFailedException e) {
            try (log) {
                throw e instanceof IOException known ? known : new IOException("The groups could not be stored", e);
            }
        }
    }

    private static DeduplicationWindow window(Options.Deduplication deduplication) {
        // Without deduplication no message has an id.
        boolean isOff = deduplication.window().isZero();
        return new DeduplicationWindow(
                isOff ? Duration.ofMillis(1) : deduplication.window(), deduplication.maximumIds());
    }

    private void serve(AttemptsFile attempts, long afterLast) throws IOException {
        DelayFiles.deleteLeft(disk);
        List<GroupDesk> desks = new ArrayList<>();
        for (int group = 0; group < store.ledger().groupCount(); group++) {
            Delays delays =
                    new Delays(disk, "delays-" + store.ledger().declared(group).number());
            Backlog backlog = new Backlog(group, store.ledger(), disk, delays, recovered(group, attempts));
            desks.add(new GroupDesk(group, backlog, dispatcher));
        }
        dispatcher.serve(desks, afterLast);
    }

    private Map<Long, Attempt> recovered(int group, AttemptsFile attempts) {
        Map<Long, Attempt> ours = new HashMap<>();
        attempts.found().forEach((key, attempt) -> {
            if (key.group() == store.ledger().declared(group).number()
                    && store.ledger().isOpen(group, key.id())) {
                ours.put(key.id(), attempt);
            }
        });
        return ours;
    }

    void start() {
        writer.start(this::crashed);
        dispatcher.start(this::crashed);
        keeper.start(this::crashed);
        callbacks.start(this::crashed);
    }

    /** A thread of the queue has ended by an error, such as a file that cannot be read, or no memory. */
    private void crashed(Throwable e) {
        QueueFailedException broken = new QueueFailedException(name, e);
        fail(broken);
        consequences.failed(broken);
    }

    /** Takes no more from now on, and tells all who wait. */
    void fail(QueueException e) {
        writer.fail(e);
        dispatcher.fail(e);
    }

    String name() {
        return name;
    }

    Options options() {
        return options;
    }

    Ledger ledger() {
        return store.ledger();
    }

    Disk disk() {
        return disk;
    }

    Store store() {
        return store;
    }

    Writer writer() {
        return writer;
    }

    Dispatcher dispatcher() {
        return dispatcher;
    }

    Keeper keeper() {
        return keeper;
    }

    Callbacks callbacks() {
        return callbacks;
    }

    Consequences consequences() {
        return consequences;
    }

    Figures figures() {
        return figures;
    }

    long nanos() {
        return options.time().ticker().nanos();
    }

    long nowMillis() {
        return options.time().wall().millis();
    }

    /** Returns all threads, in the order in which they are stopped. */
    List<Actor> actors() {
        return List.of(keeper, writer, dispatcher, callbacks);
    }

    /** Stops the threads, with what was begun finished and the rest refused, and closes the files. */
    void close() throws IOException {
        QueueClosedException closed = new QueueClosedException(name);
        keeper.stop();
        writer.stop();
        try {
            writer.finish(closed);
        } catch (RuntimeException | Error e) {
            crashed(e);
            writer.crashed();
        }
        dispatcher.stop();
        try {
            closeFiles(closed);
        } finally {
            if (callbacks.stop(PATIENCE_WITH_CALLBACKS_NANOS)) {
                callbacks.finish();
            } else {
                LOG.warn("{}: a listener or a callback does not return, and is not waited for", name);
            }
        }
    }

    private void closeFiles(QueueClosedException closed) throws IOException {
        try {
            dispatcher.finish(closed);
        } finally {
            try {
                keeper.close();
            } finally {
                store.log().close();
            }
        }
    }
}
