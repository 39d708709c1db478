package dev.scalekit.routing;

import java.sql.Connection;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntPredicate;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * A primary of PostgreSQL that says so, as long as it is let: before each call of JDBC it is asked whether that one fails, which
 * is with an {@link Error}. Thread-safe.
 */
final class FakeDatabase {
    private final AtomicInteger calls = new AtomicInteger();
    private final AtomicInteger opened = new AtomicInteger();
    private final AtomicInteger asked = new AtomicInteger();
    private final Set<Integer> ended = ConcurrentHashMap.newKeySet();
    private volatile IntPredicate failing = call -> false;
    private volatile Runnable opening = () -> {};

    /** Calls are counted from 1 on. */
    void failAt(IntPredicate which) {
        calls.set(0);
        failing = which;
    }

    void whenOpening(Runnable first) {
        opening = first;
    }

    /** How many calls there were since it was last said which ones fail. */
    int calls() {
        return calls.get();
    }

    /** How many questions there were. */
    int asked() {
        return asked.get();
    }

    int opened() {
        return opened.get();
    }

    int notClosed() {
        return opened.get() - ended.size();
    }

    DataSource source() {
        return FakeJdbc.proxy(DataSource.class, (proxy, method, arguments) -> {
            opening.run();
            call();
            return connection(opened.incrementAndGet());
        });
    }

    private Connection connection(int number) {
        return FakeJdbc.proxy(Connection.class, (proxy, method, arguments) -> {
            if (method.getName().equals("close")) {
                ended.add(number);
            }
            return answer(method.getName(), method.getReturnType(), arguments);
        });
    }

    private @Nullable Object answer(String method, Class<?> type, Object[] arguments) {
        call();
        if (method.equals("executeQuery")) {
            asked.incrementAndGet();
        }
        if (type == boolean.class) {
            return !method.equals("getBoolean");
        }
        if (type == long.class) {
            return 1L;
        }
        if (type == String.class) {
            return arguments[0].equals("lsn") ? "0/10" : "1";
        }
        return type == void.class
                ? null
                : FakeJdbc.proxy(type, (proxy, inner, its) -> answer(inner.getName(), inner.getReturnType(), its));
    }

    private void call() {
        if (failing.test(calls.incrementAndGet())) {
            throw new LinkageError("planted");
        }
    }
}
