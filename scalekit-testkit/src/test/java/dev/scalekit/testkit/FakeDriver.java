package dev.scalekit.testkit;

import java.lang.reflect.Array;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A driver that notes its calls and answers with nothing, zero, or another such object. */
final class FakeDriver implements InvocationHandler {
    private final List<String> calls = new ArrayList<>();

    <T> T object(Class<T> type) {
        return type.cast(Proxy.newProxyInstance(FakeDriver.class.getClassLoader(), new Class<?>[] {type}, this));
    }

    /** What was called, such as {@code Connection.commit}. */
    List<String> calls() {
        return calls;
    }

    @Override
    public @Nullable Object invoke(Object self, Method method, @Nullable Object @Nullable [] arguments) {
        String type = self.getClass().getInterfaces()[0].getSimpleName();
        calls.add(type + '.' + method.getName());
        return nothing(method.getReturnType());
    }

    /** The value that stands for none: for a type of java.sql, one of these objects. */
    @Nullable
    Object nothing(Class<?> type) {
        if (type.isPrimitive() && type != void.class) {
            return Array.get(Array.newInstance(type, 1), 0);
        }
        return type.isInterface() && type.getName().startsWith("java.sql.") ? object(type) : null;
    }
}
