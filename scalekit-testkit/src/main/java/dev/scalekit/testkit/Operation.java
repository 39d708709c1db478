package dev.scalekit.testkit;

import org.jspecify.annotations.Nullable;

/**
 * One operation of a {@link History}. Immutable.
 *
 * @param process who called it
 * @param kind what it did, in the words of the test
 * @param key what it did it to
 * @param value what it wrote or observed; null means that there is nothing (a deletion, a read that found nothing)
 * @param outcome how it ended
 * @param invoked the logical time just before it was called
 * @param completed the logical time just after its outcome was known, {@link Long#MAX_VALUE} if it still is not
 */
public record Operation(
        String process,
        String kind,
        Object key,
        @Nullable Object value,
        Outcome outcome,
        long invoked,
        long completed) {

    /** Says whether it was acknowledged. */
    public boolean isOk() {
        return outcome == Outcome.OK;
    }

    /** Says whether it has taken effect or may do so: it was not refused. */
    public boolean isPossible() {
        return outcome != Outcome.FAILED;
    }

    /**
     * Returns the logical time after which it takes no more effect: never, that is {@link Long#MAX_VALUE}, if its
     * outcome is unknown, whenever that was reported.
     */
    public long settled() {
        return outcome == Outcome.UNKNOWN ? Long.MAX_VALUE : completed;
    }

    /** Returns it like {@code send(customer-7, 42) by producer-1 [12-15 ok]}. */
    @Override
    public String toString() {
        String end = completed == Long.MAX_VALUE ? "" : Long.toString(completed);
        String ending = switch (outcome) {
            case OK -> "ok";
            case FAILED -> "failed";
            case UNKNOWN -> "unknown";
        };
        return kind + "(" + key + ", " + value + ") by " + process + " [" + invoked + "-" + end + " " + ending + "]";
    }
}
