package dev.scalekit.routing.balance;

import static java.util.Objects.requireNonNull;

import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What may be said of a pick or a call. Immutable. */
public final class PickOptions {
    /** No key, not known to be idempotent, and any endpoint will do. */
    public static final PickOptions NONE = new PickOptions(false, 0, false, null);

    private final boolean keyed;
    private final long hash;
    private final boolean idempotent;
    private final @Nullable Predicate<? super String> only;

    private PickOptions(boolean keyed, long hash, boolean idempotent, @Nullable Predicate<? super String> only) {
        this.keyed = keyed;
        this.hash = hash;
        this.idempotent = idempotent;
        this.only = only;
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
        return new PickOptions(true, Mix.hash(requireNonNull(key, "key")), idempotent, only);
    }

    /** Returns these options with a key. */
    public PickOptions withKey(long key) {
        return new PickOptions(true, Mix.next(key), idempotent, only);
    }

    /**
     * Returns these options for a call that does no harm if it is done twice, so that it is made again on another
     * endpoint after any failure, and not only when the endpoint was not reached.
     */
    public PickOptions withIdempotent() {
        return new PickOptions(keyed, hash, true, only);
    }

    /**
     * Returns these options for a pick, and for the retries after it, among the endpoints whose name passes; instead of
     * what was said before. Of those that may be taken in the zone that the pick would have, or else in another one, by
     * their weights; nobody is taken for it who would not be without.
     *
     * @param names asked on the picking thread, by many at once, for each endpoint that may be taken, while no lock is held;
     *     so it must be quick. What it throws comes out of the pick, which has taken nothing then
     */
    public PickOptions withOnly(Predicate<? super String> names) {
        return new PickOptions(keyed, hash, idempotent, requireNonNull(names, "names"));
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

    /** Returns which names will do; null if all do. */
    @Nullable
    Predicate<? super String> only() {
        return only;
    }

    /** Without the key, which may be somebody's session. */
    @Override
    public String toString() {
        return "PickOptions[" + (keyed ? "with a key" : "no key") + (idempotent ? ", idempotent" : "")
                + (only == null ? "]" : ", some endpoints only]");
    }
}
