package dev.scalekit.testkit;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/**
 * Fails a test class after which there is more than before: live threads, child processes, open files and sockets, folders
 * of the testkit among the temporary files.
 *
 * <p>Registered for every test class by being on the class path ({@code junit-platform.properties} turns the detection of
 * extensions on). What is just ending has 5 seconds to do so. Open files and sockets are seen on Linux only; virtual threads
 * and memory are not looked at. Thread-safe.
 */
public final class LeakCheck implements BeforeAllCallback, AfterAllCallback {
    private static final Namespace NAMESPACE = Namespace.create(LeakCheck.class);

    /** How long to wait for what is ending, as ISO-8601 text; for the tests of this class. */
    static final String PATIENCE = "scalekit.leak-check.patience";

    @Override
    public void beforeAll(ExtensionContext context) {
        if (isOutermost(context)) {
            context.getStore(NAMESPACE).put(Held.class, Held.now());
        }
    }

    @Override
    public void afterAll(ExtensionContext context) {
        if (!isOutermost(context)) {
            return;
        }
        Held before = context.getStore(NAMESPACE).get(Held.class, Held.class);
        if (before == null) {
            return;
        }
        Duration patience =
                context.getConfigurationParameter(PATIENCE).map(Duration::parse).orElse(Duration.ofSeconds(5));
        long start = System.nanoTime();
        Held more = Held.now().without(before);
        while (!more.isNothing() && System.nanoTime() - start < patience.toNanos()) {
            LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
            more = Held.now().without(before);
        }
        if (!more.isNothing()) {
            throw new AssertionError(
                    context.getRequiredTestClass().getSimpleName() + " left behind:\n" + more.report());
        }
    }

    private static boolean isOutermost(ExtensionContext context) {
        return context.getParent().flatMap(ExtensionContext::getTestClass).isEmpty();
    }
}
