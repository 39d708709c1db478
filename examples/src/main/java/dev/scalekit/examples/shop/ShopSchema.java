package dev.scalekit.examples.shop;

import dev.scalekit.session.JdbcSessionStore;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** The shop's tables, from {@code schema.sql}, and those of its sessions, from the jar of scalekit-session. */
public final class ShopSchema {
    private ShopSchema() {}

    /** Creates the tables in an empty database, within the caller's transaction. */
    public static void create(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(script(ShopSchema.class, "schema.sql"));
            statement.execute(script(JdbcSessionStore.class, "postgresql/V1__scalekit_session.sql"));
        }
    }

    private static String script(Class<?> beside, String name) {
        try (InputStream script = beside.getResourceAsStream(name)) {
            if (script == null) {
                throw new IllegalStateException(name + " is not beside " + beside);
            }
            return new String(script.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
