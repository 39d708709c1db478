package dev.scalekit.bench;

import java.lang.invoke.MethodHandles;
import java.lang.reflect.Constructor;
import java.util.Arrays;
import net.bytebuddy.ByteBuddy;
import net.bytebuddy.dynamic.loading.ClassLoadingStrategy;
import net.bytebuddy.implementation.StubMethod;
import net.bytebuddy.matcher.ElementMatchers;

/**
 * Makes classes of the stub driver whole: the methods of {@code java.sql} that matter here are written by hand, and all
 * others answer nothing. Proxies of the JDK would take part of each measured call for themselves. Not instantiable.
 */
final class StubClasses {
    private StubClasses() {}

    /** Returns the only constructor of a class that has each method that the given one has not. */
    static <T> Constructor<? extends T> whole(Class<T> type) {
        Class<? extends T> whole = new ByteBuddy()
                .subclass(type)
                .name(type.getName() + "Whole")
                .method(ElementMatchers.isAbstract())
                .intercept(StubMethod.INSTANCE)
                .make()
                .load(type.getClassLoader(), ClassLoadingStrategy.UsingLookup.of(MethodHandles.lookup()))
                .getLoaded();
        @SuppressWarnings("unchecked") // Its constructors make it.
        Constructor<? extends T> only = (Constructor<? extends T>)
                Arrays.stream(whole.getDeclaredConstructors()).findFirst().orElseThrow();
        return only;
    }

    static <T> T make(Constructor<? extends T> constructor, Object... arguments) {
        try {
            return constructor.newInstance(arguments);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(constructor.toString(), e);
        }
    }
}
