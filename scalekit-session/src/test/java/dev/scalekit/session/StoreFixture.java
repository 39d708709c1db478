package dev.scalekit.session;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;

/** Builds stores that clean up only when they are told to, and closes them. */
abstract class StoreFixture implements SessionFixture {
    private final List<SessionStore> stores = new ArrayList<>();

    abstract SessionStoreBuilder<?> builder();

    abstract SessionStore build(SessionStoreBuilder<?> builder);

    @Override
    public final SessionStore store(UnaryOperator<SessionStoreBuilder<?>> options) {
        SessionStore store = build(options.apply(builder().cleanupByCaller()));
        stores.add(store);
        return store;
    }

    @AfterEach
    final void close() {
        stores.forEach(SessionStore::close);
    }
}
