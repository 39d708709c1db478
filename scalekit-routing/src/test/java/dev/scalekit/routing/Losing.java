package dev.scalekit.routing;

import dev.scalekit.routing.Meddled.Bug;
import dev.scalekit.routing.Meddled.Call;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A database that loses connections with what writes: each seventh time, in turn before it is done and after. Thread-safe. */
final class Losing implements Bug {
    private static final int EACH = 7;

    private final Map<String, AtomicInteger> calls =
            Map.of("executeUpdate", new AtomicInteger(), "commit", new AtomicInteger());

    @Override
    public @Nullable Object call(Meddler at, Call call) throws Throwable {
        AtomicInteger count = calls.get(call.method().getName());
        int number = count == null ? 1 : count.incrementAndGet();
        if (number % EACH != 0) {
            return at.go(call);
        }
        if (number % (2 * EACH) == 0) {
            at.go(call);
        }
        at.connection().close();
        throw new SQLException("The connection is lost", "08006");
    }
}
