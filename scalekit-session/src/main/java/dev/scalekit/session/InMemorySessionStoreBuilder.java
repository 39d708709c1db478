package dev.scalekit.session;

import static java.util.Objects.requireNonNull;

import java.time.InstantSource;

/** Builds an {@link InMemorySessionStore}. Not thread-safe. */
public final class InMemorySessionStoreBuilder extends SessionStoreBuilder<InMemorySessionStoreBuilder> {
    private InstantSource clock = InstantSource.system();

    InMemorySessionStoreBuilder() {}

    @Override
    InMemorySessionStoreBuilder self() {
        return this;
    }

    /** By which clock sessions end: that of the machine by default; in a test one that the test moves. */
    public InMemorySessionStoreBuilder clock(InstantSource clock) {
        this.clock = requireNonNull(clock, "clock");
        return this;
    }

    /** Builds the store. Whoever builds it closes it. */
    public InMemorySessionStore build() {
        InMemorySessionStore store = new InMemorySessionStore(options(clock), new MemoryStorage(clock));
        store.start();
        return store;
    }
}
