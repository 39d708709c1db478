package dev.scalekit.routing;

/** As {@link Work}, without a result. */
@FunctionalInterface
public interface Action<X extends Exception> {
    void run() throws X;
}
