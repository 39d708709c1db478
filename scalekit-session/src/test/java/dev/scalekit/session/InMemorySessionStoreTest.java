package dev.scalekit.session;

import java.time.Duration;
import java.time.Instant;

final class InMemorySessionStoreTest extends StoreFixture implements SessionStoreContract {
    private Instant now = Instant.parse("2026-11-30T00:00:00Z");
    private final MemoryStorage rows = new MemoryStorage(() -> now);

    @Override
    SessionStoreBuilder<?> builder() {
        return InMemorySessionStore.builder();
    }

    @Override
    SessionStore build(SessionStoreBuilder<?> builder) {
        return new InMemorySessionStore(builder.options(() -> now), rows);
    }

    @Override
    public void advance(Duration time) {
        now = now.plus(time);
    }

    @Override
    public int modelRuns() {
        return 400;
    }
}
