package dev.scalekit.queue;

/**
 * A delivery was answered after its lease had ended, by time or by an earlier answer. The answer has changed nothing:
 * if the lease ended by time, the message was or will be handed out again.
 */
public final class LeaseExpiredException extends QueueException {
    private static final long serialVersionUID = 1L;

    private final long id;
    private final int attempt;

    LeaseExpiredException(String group, MessageId id, int attempt) {
        super("The lease of message " + id + " in group " + group + ", attempt " + attempt
                + ", has ended: it took too long, or was answered before");
        this.id = id.value();
        this.attempt = attempt;
    }

    /** Returns which message it was. */
    public MessageId id() {
        return new MessageId(id);
    }

    /** Returns which attempt it was, from 1. */
    public int attempt() {
        return attempt;
    }
}
