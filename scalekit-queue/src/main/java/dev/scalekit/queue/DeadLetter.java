package dev.scalekit.queue;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/**
 * A message that a group has given up. Immutable, as far as the body is.
 *
 * @param attempts how often it was delivered, from 1; less than in truth after a power cut
 * @param diedAt when it was given up, by the clock of this machine
 * @param reason what it was {@linkplain Delivery#reject rejected} with, or what the handler threw last, or that its
 *     lease ended; at most 1,024 characters
 */
public record DeadLetter<T>(StoredMessage<T> stored, int attempts, Instant diedAt, String reason) {
    static final int MAXIMUM_REASON = 1_024;

    public DeadLetter {
        requireNonNull(stored, "stored");
        requireNonNull(diedAt, "diedAt");
        requireNonNull(reason, "reason");
    }

    /** Cuts a text so that it can be stored as a reason, never between the halves of a surrogate pair. */
    static String reason(String text) {
        if (text.length() <= MAXIMUM_REASON) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(MAXIMUM_REASON - 1)) ? MAXIMUM_REASON - 1 : MAXIMUM_REASON;
        return text.substring(0, end);
    }
}
