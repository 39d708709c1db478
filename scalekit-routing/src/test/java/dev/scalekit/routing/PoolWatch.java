package dev.scalekit.routing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scalekit.routing.Meddled.Bug;
import dev.scalekit.routing.Meddled.Call;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Counts what was taken from a pool and not closed since: to abort one does not give it back. Thread-safe. */
final class PoolWatch implements Bug {
    private final AtomicInteger inUse = new AtomicInteger();

    DataSource around(DataSource pool) {
        return Meddled.source(pool, this);
    }

    @Override
    public void taken(Meddler at) {
        inUse.incrementAndGet();
    }

    @Override
    public @Nullable Object call(Meddler at, Call call) throws Throwable {
        if (at.isOnConnection(call) && call.is("close") && at.notes.add("closed")) {
            inUse.decrementAndGet();
        }
        return at.go(call);
    }

    int inUse() {
        return inUse.get();
    }

    void requireAllBack() {
        assertThat(inUse).as("connections in use").hasValue(0);
    }
}
