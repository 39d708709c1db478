package dev.scalekit.queue;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/**
 * A message as it is stored, seen without taking it: by the time it is looked at it may be gone. Immutable, as far as
 * the body is.
 *
 * @param message its body is decoded by each call of {@link Message#body}, in the calling thread; its delay is the
 *     one that it was sent with
 * @param sentAt when it was given to {@code send}, by the clock of the sending machine
 */
public record StoredMessage<T>(MessageId id, Message<T> message, Instant sentAt) {
    public StoredMessage {
        requireNonNull(id, "id");
        requireNonNull(message, "message");
        requireNonNull(sentAt, "sentAt");
    }
}
