package dev.scalekit.routing;

import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What was set on a statement, to be set on another: of each slot the last, as a statement may be used for ever. Not thread-safe. */
final class Recording<S extends Statement> {
    private final List<@Nullable Setting<S>> slots = new ArrayList<>();

    /** One that can be repeated. */
    @FunctionalInterface
    interface Setting<S extends Statement> {
        void on(S statement) throws SQLException;
    }

    void set(int slot, Setting<S> setting) {
        while (slots.size() <= slot) {
            slots.add(null);
        }
        slots.set(slot, setting);
    }

    void clear() {
        slots.clear();
    }

    void replay(S statement) throws SQLException {
        for (Setting<S> setting : slots) {
            if (setting != null) {
                setting.on(statement);
            }
        }
    }
}
