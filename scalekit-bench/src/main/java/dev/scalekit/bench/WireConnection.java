package dev.scalekit.bench;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.Statement;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A connection over a {@link Wire}. Not thread-safe, as connections are. */
final class WireConnection implements InvocationHandler {
    private static final List<Class<? extends Statement>> STATEMENTS =
            List.of(CallableStatement.class, PreparedStatement.class, Statement.class);

    /** What asks the server beside statements and transactions. */
    private static final Set<String> QUESTIONS =
            Set.of("isValid", "getTransactionIsolation", "setTransactionIsolation", "setSavepoint", "releaseSavepoint");

    private final Connection target;
    private final Wire wire;

    private boolean isOpen;
    private long begun;

    private WireConnection(Connection target, Wire wire) {
        this.target = target;
        this.wire = wire;
    }

    static Connection of(Connection target, Wire wire) {
        return Wire.proxy(Connection.class, new WireConnection(target, wire));
    }

    @Override
    public @Nullable Object invoke(Object self, Method method, @Nullable Object @Nullable [] arguments)
            throws Throwable {
        boolean wasOpen = isOpen;
        Object value = Wire.perform(target, method, arguments);
        switch (method.getName()) {
            case "commit" -> committed(wasOpen);
            case "setAutoCommit" -> committed(wasOpen && target.getAutoCommit());
            case "rollback" -> {
                if (wasOpen) {
                    wire.roundTrip();
                    ended();
                }
            }
            default -> {
                if (QUESTIONS.contains(method.getName())) {
                    wire.roundTrip();
                }
            }
        }
        return value instanceof Statement statement ? statement((Connection) self, statement) : value;
    }

    private void committed(boolean isSent) {
        if (isSent) {
            wire.commit();
            ended();
        }
    }

    private void ended() {
        isOpen = false;
        wire.transaction(begun);
    }

    private Statement statement(Connection self, Statement made) {
        Class<? extends Statement> type = STATEMENTS.stream()
                .filter(each -> each.isInstance(made))
                .findFirst()
                .orElseThrow();
        return Wire.proxy(type, (any, method, arguments) -> {
            if (method.getName().equals("getConnection")) {
                return self;
            }
            return method.getName().startsWith("execute")
                    ? execute(made, method, arguments)
                    : Wire.perform(made, method, arguments);
        });
    }

    private @Nullable Object execute(Statement made, Method method, @Nullable Object @Nullable [] arguments)
            throws Throwable {
        boolean isAlone = target.getAutoCommit();
        long sent = wire.nanos();
        if (!isAlone && !isOpen) {
            isOpen = true;
            begun = sent;
        }
        try {
            return Wire.perform(made, method, arguments);
        } finally {
            wire.statement();
            if (isAlone) {
                wire.transaction(sent);
            }
        }
    }
}
