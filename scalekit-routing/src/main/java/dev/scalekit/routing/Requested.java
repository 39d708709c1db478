package dev.scalekit.routing;

import java.sql.Connection;
import java.sql.SQLClientInfoException;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * What somebody has set on a connection, to be set on each physical one that it has, and taken back before that is given back.
 * Null where nothing was set. Not thread-safe.
 */
final class Requested {
    static final Requested NOTHING = new Requested();

    @Nullable
    Integer isolation;

    @Nullable
    Integer holdability;

    @Nullable
    String catalog;

    @Nullable
    String schema;

    @Nullable
    NetworkTimeout networkTimeout;

    @Nullable
    Map<String, Class<?>> typeMap;

    final Map<String, @Nullable String> clientInfo = new LinkedHashMap<>();

    /** What the names of the client's information said before. */
    private final Map<String, @Nullable String> clientInfoBefore = new LinkedHashMap<>();

    record NetworkTimeout(@Nullable Executor executor, int millis) {}

    /** Sets all of it on a physical connection that has just been taken. */
    void applyTo(Connection physical) throws SQLException {
        if (isolation != null) {
            physical.setTransactionIsolation(isolation);
        }
        if (holdability != null) {
            physical.setHoldability(holdability);
        }
        if (catalog != null) {
            physical.setCatalog(catalog);
        }
        if (schema != null) {
            physical.setSchema(schema);
        }
        if (networkTimeout != null) {
            physical.setNetworkTimeout(networkTimeout.executor(), networkTimeout.millis());
        }
        if (typeMap != null) {
            physical.setTypeMap(typeMap);
        }
        clientInfoBefore.clear();
        for (Map.Entry<String, @Nullable String> info : clientInfo.entrySet()) {
            try {
                applyClientInfo(physical, info.getKey(), info.getValue());
            } catch (SQLClientInfoException e) {
                // It is for those who watch: no statement must fail for a name that a driver does not know.
                if (Failures.of(e, physical) == Failures.CONNECTION) {
                    throw e;
                }
                clientInfoBefore.remove(info.getKey());
            }
        }
    }

    void applyClientInfo(Connection physical, String name, @Nullable String value) throws SQLException {
        if (!clientInfoBefore.containsKey(name)) {
            clientInfoBefore.put(name, physical.getClientInfo(name));
        }
        physical.setClientInfo(name, value);
    }

    /** Takes it back, so that nobody else finds it; many pools do that, and some do not. */
    void takeBackFrom(Connection physical, Defaults defaults) throws SQLException {
        if (isolation != null) {
            physical.setTransactionIsolation(defaults.isolation());
        }
        if (holdability != null) {
            physical.setHoldability(defaults.holdability());
        }
        if (catalog != null && defaults.catalog() != null) {
            physical.setCatalog(defaults.catalog());
        }
        if (schema != null && defaults.schema() != null) {
            physical.setSchema(defaults.schema());
        }
        if (networkTimeout != null) {
            physical.setNetworkTimeout(networkTimeout.executor(), defaults.networkTimeout());
        }
        if (typeMap != null) {
            physical.setTypeMap(Map.of());
        }
        for (Map.Entry<String, @Nullable String> info : clientInfoBefore.entrySet()) {
            physical.setClientInfo(info.getKey(), info.getValue());
        }
    }
}
