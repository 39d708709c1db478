package dev.scalekit.queue;

import java.util.List;

/** What the desks of all groups share. For the dispatcher's thread. */
interface DeskContext {
    /** Returns milliseconds since 1970. */
    long nowMillis();

    /** Returns the ticker's nanoseconds. */
    long nanos();

    Options.Redelivery redelivery();

    String name(int group);

    /** Returns how long to wait after an attempt that failed, in milliseconds. */
    long retryDelay(int attempts);

    /** Remembers the attempts of messages over the end of the process. */
    void record(int group, List<Item> items);

    /** Remembers that a message was not tried after all, so that its attempts are one less. */
    void lower(int group, Item item);

    /** Gives up a message; {@link GroupDesk#buried} or {@link GroupDesk#notBuried} follows. */
    void bury(int group, Item item, int attempts, String reason);

    void delivered(int group, Item item);

    void expired(int group, Item item);

    void retried(int group, Item item, long delayMillis);
}
