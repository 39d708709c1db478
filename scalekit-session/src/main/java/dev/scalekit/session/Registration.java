package dev.scalekit.session;

/** Ends what it stands for when closed; closing again changes nothing. Thread-safe. */
@FunctionalInterface
public interface Registration extends AutoCloseable {
    @Override
    void close();
}
