package dev.scalekit.testkit;

import static java.util.Objects.requireNonNull;

import java.util.Collection;
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A log of concurrent operations, for saying afterwards whether what was observed can be right.
 *
 * <pre>{@code
 * History history = History.of("send", "deliver");
 *
 * History.Invocation send = history.begin("producer-1", "send", "customer-7", id);
 * queue.send(message);
 * send.ok();                                                    // or failed(), or unknown()
 * history.observe("consumer-1", "deliver", "customer-7", id);
 *
 * history.check(Checker.lost("send", "deliver"), Checker.phantom("send", "deliver"));
 * }</pre>
 *
 * <p>Time is a counter, not a clock: it is read before the operation is called and after its outcome is known. So if
 * one operation ends before another begins here, it did so in reality; where reality had an order that the log does not
 * show, the checkers say nothing.
 *
 * <p>A process is whoever calls one operation after the other: a thread, a session, a chain of read tokens. It may
 * call the next before the last has ended, but never two at once. Keys and values are compared by {@code equals};
 * values are best unique, as of two writes of one value a read could be of either.
 *
 * <p>Thread-safe.
 */
public final class History {
    private final Set<String> kinds;
    private final AtomicLong time = new AtomicLong();
    private final Queue<Invocation> log = new ConcurrentLinkedQueue<>();

    private History(Set<String> kinds) {
        this.kinds = kinds;
    }

    /**
     * Returns an empty history for operations of these kinds and no others, so that a misspelt one is refused.
     *
     * @throws IllegalArgumentException if there is no kind, or one twice
     */
    public static History of(String... kinds) {
        if (kinds.length == 0) {
            throw new IllegalArgumentException("kinds must not be empty");
        }
        return new History(new TreeSet<>(Set.of(kinds)));
    }

    /** Notes that an operation is about to be called which returns a value, or has none: a read. */
    public Invocation begin(String process, String kind, Object key) {
        return begin(process, kind, key, null);
    }

    /**
     * Notes that an operation is about to be called.
     *
     * @param process who calls it
     * @param kind one of the kinds of this history
     * @param key what it is about; not an array
     * @param value what it writes, null if it deletes; not an array
     * @return takes the outcome; without one it is unknown
     * @throws IllegalArgumentException if the kind is another, or key or value is an array
     */
    public Invocation begin(String process, String kind, Object key, @Nullable Object value) {
        if (!kinds.contains(requireNonNull(kind, "kind"))) {
            throw new IllegalArgumentException("kind must be one of " + kinds + ": \"" + kind + "\"");
        }
        Invocation invocation = new Invocation(
                requireNonNull(process, "process"), kind, requireComparable(requireNonNull(key, "key"), "key"), value);
        log.add(invocation);
        return invocation;
    }

    /**
     * Notes what was just observed: a delivery to a handler, a row of a final scan. For a read that takes time use
     * {@link #begin(String, String, Object)}, or what was written meanwhile may seem to be missing.
     *
     * @throws IllegalArgumentException as {@link #begin(String, String, Object, Object)} does
     */
    public void observe(String process, String kind, Object key, @Nullable Object value) {
        begin(process, kind, key, value).ok();
    }

    /** Returns what has been noted up to now. */
    public Operations operations() {
        Collection<Operation> operations =
                log.stream().map(Invocation::operation).toList();
        return new Operations(kinds, operations);
    }

    /**
     * Checks that the checkers find nothing in what has been noted up to now.
     *
     * @throws AssertionError if they do; gives the counts by rule and the first ten violations
     */
    public void check(Checker... checkers) {
        operations().check(checkers);
    }

    private static <T> T requireComparable(T value, String name) {
        if (value.getClass().isArray()) {
            throw new IllegalArgumentException(name + " must not be an array, which equals only itself: "
                    + value.getClass().getSimpleName());
        }
        return value;
    }

    /** An operation that was called. Takes its outcome once, from any thread. Thread-safe. */
    public final class Invocation {
        private final String process;
        private final String kind;
        private final Object key;
        private final long invoked;
        // Guarded by this.
        private @Nullable Object value;
        private Outcome outcome = Outcome.UNKNOWN;
        private long completed = Long.MAX_VALUE;

        private Invocation(String process, String kind, Object key, @Nullable Object value) {
            this.process = process;
            this.kind = kind;
            this.key = key;
            this.value = value == null ? null : requireComparable(value, "value");
            this.invoked = time.getAndIncrement();
        }

        /**
         * It was acknowledged.
         *
         * @throws IllegalStateException if it has an outcome already
         */
        public void ok() {
            complete(Outcome.OK);
        }

        /**
         * It was acknowledged and returned a value.
         *
         * @param returned what it returned, null if it found nothing; not an array
         * @throws IllegalStateException if it has an outcome already
         */
        public synchronized void ok(@Nullable Object returned) {
            Object comparable = returned == null ? null : requireComparable(returned, "value");
            complete(Outcome.OK);
            value = comparable;
        }

        /**
         * It was refused and certainly has no effect.
         *
         * @throws IllegalStateException if it has an outcome already
         */
        public void failed() {
            complete(Outcome.FAILED);
        }

        /**
         * Its caller gave up on it and does not know whether it had, or still will have, an effect.
         *
         * @throws IllegalStateException if it has an outcome already
         */
        public void unknown() {
            complete(Outcome.UNKNOWN);
        }

        private synchronized void complete(Outcome known) {
            if (completed != Long.MAX_VALUE) {
                throw new IllegalStateException("An operation has one outcome: " + operation() + ", then " + known);
            }
            completed = time.getAndIncrement();
            outcome = known;
        }

        private synchronized Operation operation() {
            return new Operation(process, kind, key, value, outcome, invoked, completed);
        }
    }
}
