package dev.scalekit.session;

import java.util.List;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.slf4j.LoggerFactory;

/**
 * Fails a test class in which this library has logged, at any level, what could be a token: whoever reads a log must not be
 * let in by it. What nobody prints is looked at too. Registered for every test class of the module by being on the class
 * path, as the testkit's {@code LeakCheck} is. Thread-safe.
 */
@SuppressWarnings("exports") // It is public to be made by its name, and no part of the module.
public final class TokenLogCheck implements BeforeAllCallback, AfterAllCallback {
    static final TokenWatch WATCH = new TokenWatch();

    static {
        // JUnit makes its extensions before it initialises the first test class, and that makes the first logger.
        System.setProperty("slf4j.provider", WatchedLogging.class.getName());
        // Or SLF4J would say at each start that it does so.
        System.setProperty("slf4j.internal.verbosity", "WARN");
    }

    /** For JUnit. */
    public TokenLogCheck() {}

    @Override
    public void beforeAll(ExtensionContext context) {
        if (!(LoggerFactory.getLogger(SessionStore.class) instanceof WatchedLogger)) {
            throw new IllegalStateException("Somebody has made loggers before they could be watched");
        }
    }

    @Override
    public void afterAll(ExtensionContext context) {
        List<String> seen = WATCH.take();
        if (!seen.isEmpty()) {
            throw new AssertionError(context.getRequiredTestClass().getSimpleName()
                    + " made this library log what could be a token:\n" + String.join("\n", seen));
        }
    }
}
