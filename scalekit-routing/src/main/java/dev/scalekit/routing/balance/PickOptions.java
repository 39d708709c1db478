package dev.scalekit.routing.balance;

import static java.util.Objects.requireNonNull;

/** What may be said of a pick or a call. Immutable. */
public final class PickOptions {
    /** No key, and not known to be idempotent. */
    public static final PickOptions NONE = new PickOptions(false, 0, false);

    private final boolean keyed;
    private final long hash;
    private final boolean idempotent;

    private PickOptions(boolean keyed, long hash, boolean idempotent) {
        this.keyed = keyed;
        this.hash = hash;
        this.idempotent = idempotent;
    }

    /** Returns options with a key, such as a user's id, by which {@link Balancers#sticky} chooses. */
    public static PickOptions key(String key) {
        return NONE.withKey(key);
    }

    /** As {@link #key(String)}; the number 7 and the text "7" are two keys. */
    public static PickOptions key(long key) {
        return NONE.withKey(key);
    }

    /** Returns options for a call that may be done twice, as {@link #withIdempotent}. */
    public static PickOptions idempotent() {
        return NONE.withIdempotent();
    }

    /** Returns these options with a key; the same text is the same key on every machine. */
    public PickOptions withKey(String key) {
        return new PickOptions(true, Mix.hash(requireNonNull(key, "key")), idempotent);
    }

    /** Returns these options with a key. */
    public PickOptions withKey(long key) {
        return new PickOptions(true, Mix.next(key), idempotent);
    }

    /**
     * Returns these options for a call that does no harm if it is done twice, so that it is made again on another
     * endpoint after any failure, and not only when the endpoint was not reached.
     */
    public PickOptions withIdempotent() {
        return new PickOptions(keyed, hash, true);
    }

    boolean isIdempotent() {
        return idempotent;
    }

    boolean isKeyed() {
        return keyed;
    }

    /** Returns the hash of the key; 0 if there is none. */
    long hash() {
        return hash;
    }

    /** Without the key, which may be somebody's session. */
    @Override
    public String toString() {
        return "PickOptions[" + (keyed ? "with a key" : "no key") + (idempotent ? ", idempotent]" : "]");
    }
}
