package dev.scalekit.bench;

/** A clock that moves only when it is told to or somebody waits. Not thread-safe. */
final class VirtualClock implements LoadClock {
    private long now;

    void advance(long nanos) {
        now += nanos;
    }

    @Override
    public long nanos() {
        return now;
    }

    @Override
    public void awaitUntil(long nanos) {
        now = Math.max(now, nanos);
    }
}
