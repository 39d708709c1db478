package dev.scalekit.routing;

import org.jspecify.annotations.Nullable;

/** What is done in a scope, on the thread that opened it. */
@FunctionalInterface
public interface Work<R extends @Nullable Object, X extends Exception> {
    R run() throws X;
}
