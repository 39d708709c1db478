package dev.scalekit.session;

import org.slf4j.ILoggerFactory;
import org.slf4j.simple.SimpleServiceProvider;

/** The logging of all tests, but that the lines of this library are looked at: SLF4J makes one by its name. */
@SuppressWarnings("exports") // It is public to be made by its name, and no part of the module.
public final class WatchedLogging extends SimpleServiceProvider {
    /** For SLF4J. */
    public WatchedLogging() {}

    @Override
    public ILoggerFactory getLoggerFactory() {
        ILoggerFactory printing = super.getLoggerFactory();
        return name -> name.startsWith("dev.scalekit.")
                ? new WatchedLogger(printing.getLogger(name), TokenLogCheck.WATCH)
                : printing.getLogger(name);
    }
}
