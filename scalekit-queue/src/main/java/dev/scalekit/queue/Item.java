package dev.scalekit.queue;

import org.jspecify.annotations.Nullable;

/** A message that a group has in hand: ready, handed out, or waiting for a retry. For the dispatcher's thread. */
final class Item {
    final long id;
    /** Also read by those who give the message up. */
    volatile long location;

    final @Nullable String key;
    final long sentAt;
    int attempts;
    /** When it may be handed out again, in milliseconds since 1970. */
    long retryAt;
    /** Why it is to be a dead letter; null unless it could not be made one at once. */
    @Nullable
    String fatal;
    /** Null unless it is handed out. */
    GroupDesk.@Nullable Held held;
    /** Null while it waits: then it is read again. */
    @Nullable
    MessageContent content;

    Item(long id, long location, MessageContent content) {
        this.id = id;
        this.location = location;
        this.key = content.key();
        this.sentAt = content.sentAt();
        this.content = content;
    }
}
