package dev.scalekit.queue;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;

/** Makes virtual threads where there are any, from a release of Java that knows none. Not instantiable. */
final class VirtualThreads {
    private VirtualThreads() {}

    static Thread unstarted(String name, Runnable run) {
        try {
            Method ofVirtual = Thread.class.getMethod("ofVirtual");
            Object builder = ofVirtual.invoke(null);
            Class<?> type = ofVirtual.getReturnType();
            Object named = type.getMethod("name", String.class).invoke(builder, name);
            return (Thread) type.getMethod("unstarted", Runnable.class).invoke(named, run);
        } catch (NoSuchMethodException | IllegalAccessException | InvocationTargetException e) {
            throw new UnsupportedOperationException("virtualThreads needs Java 21", e);
        }
    }
}
