package dev.scalekit.session;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.UnaryOperator;

/** In memory: what all other storages must do, and what theirs is compared with. */
final class MemoryGround implements Ground {
    private volatile Instant now = Instant.parse("2026-11-30T00:00:00Z");
    private final MemoryStorage rows = new MemoryStorage(() -> now);
    private final UnaryOperator<Storage> around;

    MemoryGround() {
        this(rows -> rows);
    }

    /** @param around what stands before the rows of each store */
    MemoryGround(UnaryOperator<Storage> around) {
        this.around = around;
    }

    @Override
    public StoredSessions open(UnaryOperator<SessionStoreBuilder<?>> options) {
        SessionStoreBuilder<?> builder =
                options.apply(InMemorySessionStore.builder().cleanupByCaller());
        return new InMemorySessionStore(builder.options(() -> now), around.apply(rows));
    }

    @Override
    public void expire(SessionRef session) {
        Write shorter = new Write(session.id(), false, null, List.of(), 0L, 0, Device.UNKNOWN, null, false);
        rows.write(shorter);
    }

    @Override
    public void age(Duration time) {
        now = now.plus(time);
    }
}
