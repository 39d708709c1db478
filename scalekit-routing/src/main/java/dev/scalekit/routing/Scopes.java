package dev.scalekit.routing;

import org.jspecify.annotations.Nullable;

/** Which scope a thread is in: by itself in that of the process. Thread-safe. */
final class Scopes {
    /** One for each router: a thread may be in scopes of several. */
    @SuppressWarnings("ThreadLocalUsage")
    private final ThreadLocal<@Nullable Scope> scope = new ThreadLocal<>();

    private final Scope process;

    Scopes(Scope process) {
        this.process = process;
    }

    Scope current() {
        Scope entered = scope.get();
        return entered == null ? process : entered;
    }

    ReadSession ofProcess() {
        return process.session();
    }

    <R extends @Nullable Object, X extends Exception> R in(Scope entered, Work<R, X> work) throws X {
        Scope before = scope.get();
        scope.set(entered);
        try {
            return work.run();
        } finally {
            if (before == null) {
                // A thread of a pool outlives the router.
                scope.remove();
            } else {
                scope.set(before);
            }
        }
    }
}
