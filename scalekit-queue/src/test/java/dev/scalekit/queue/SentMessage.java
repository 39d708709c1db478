package dev.scalekit.queue;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A message that somebody has sent, or tried to, and what each group may have made of it. Not thread-safe. */
final class SentMessage {
    /** It was not stored. */
    static final int ABSENT = 1;
    /** It is still to be done. */
    static final int OPEN = 2;
    /** It was acknowledged. */
    static final int DONE = 4;
    /** It is a dead letter. */
    static final int DEAD = 8;

    final Message<String> message;
    final long sentAt;
    /** The same for all that were sent together. */
    final int batch;
    /** Of each group, what may be so: bits of the above. */
    final int[] may;
    /** Of each group, how often it was handed out since it was sent or tried again, as told. */
    final int[] attempts;
    /** Of each group, how often it may have been counted besides. */
    final int[] slack;
    /** Of each group, the most that were told at all. */
    final int[] most;
    /** Of each group, whether it ever was a dead letter: then its place among those of its key is lost. */
    final boolean[] wasDead;
    /** 0 as long as nobody has told it. */
    long id;

    SentMessage(Message<String> message, long sentAt, int batch, int groups) {
        this.message = message;
        this.sentAt = sentAt;
        this.batch = batch;
        this.may = new int[groups];
        this.attempts = new int[groups];
        this.slack = new int[groups];
        this.most = new int[groups];
        this.wasDead = new boolean[groups];
        all(ABSENT | OPEN);
    }

    SentMessage copy() {
        SentMessage copy = new SentMessage(message, sentAt, batch, may.length);
        System.arraycopy(may, 0, copy.may, 0, may.length);
        System.arraycopy(attempts, 0, copy.attempts, 0, may.length);
        System.arraycopy(slack, 0, copy.slack, 0, may.length);
        System.arraycopy(most, 0, copy.most, 0, may.length);
        System.arraycopy(wasDead, 0, copy.wasDead, 0, may.length);
        copy.id = id;
        return copy;
    }

    void all(int now) {
        Arrays.fill(may, now);
    }

    String body() {
        return message.body();
    }

    @Nullable
    String key() {
        return message.key().orElse(null);
    }

    @Nullable
    String deduplicationId() {
        return message.deduplicationId().orElse(null);
    }

    boolean isDelayed() {
        return !message.delay().isZero();
    }

    boolean may(int group, int what) {
        return (may[group] & what) != 0;
    }

    /** Returns whether nobody knows yet that it was stored. */
    boolean isUnknown() {
        return may(0, ABSENT) && may(0, ~ABSENT);
    }

    /** Returns whether somebody knows that it was stored. */
    boolean isStored() {
        return !may(0, ABSENT);
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("message ")
                .append(body(), 0, body().indexOf('-'))
                .append(" (id ")
                .append(id);
        for (int group = 0; group < may.length; group++) {
            text.append(", ")
                    .append(group)
                    .append(": ")
                    .append(name(may[group]))
                    .append(" after ")
                    .append(attempts[group]);
        }
        return text.append(')').toString();
    }

    private static String name(int bits) {
        String[] names = {"absent", "open", "done", "dead"};
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < names.length; i++) {
            if ((bits & 1 << i) != 0) {
                text.append(text.isEmpty() ? "" : " or ").append(names[i]);
            }
        }
        return text.toString();
    }
}
