package dev.scalekit.queue;

import static java.util.Objects.requireNonNull;

/** Another queue object has the directory open, in this process or in another one. Nothing was changed. */
public final class QueueInUseException extends QueueException {
    private static final long serialVersionUID = 1L;

    private final String holder;

    /** @param holder as somebody would look for it, like {@code process 4711} */
    QueueInUseException(String queue, String holder) {
        super("The queue in " + queue + " is in use by " + holder + ": it can be open once at a time");
        this.holder = requireNonNull(holder, "holder");
    }

    /** Returns who has it, in words, as far as that is known. */
    public String holder() {
        return holder;
    }
}
