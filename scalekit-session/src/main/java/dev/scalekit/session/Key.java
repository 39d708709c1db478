package dev.scalekit.session;

import static java.util.Objects.requireNonNull;

import java.util.function.BinaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Names an attribute of sessions, says what type its values have, and what happens if two requests change it at once. Keep
 * each one in a constant. Immutable.
 *
 * <p>One name has one type throughout a store; {@code Object.class} goes along with any, for values whose type is only known
 * at run time: of those only the codec's own types and those that it was told to allow come back, and a counter as a {@code
 * Long}.
 *
 * <p>If nothing else is said, the last save wins. The rules look at saves of other requests since this one found its session.
 *
 * @param <T> the type of the values: a record, an enum, or what else the {@link Codec} knows; a record for a collection
 */
public final class Key<T> {
    static final int MAXIMUM_NAME = 128;

    private final String name;
    private final Class<T> type;
    private final Conflict conflict;
    private final @Nullable BinaryOperator<T> merge;

    /** What a save does that meets the save of another request. */
    enum Conflict {
        LAST_WINS,
        MERGE,
        FAIL
    }

    private Key(String name, Class<T> type, Conflict conflict, @Nullable BinaryOperator<T> merge) {
        this.name = name;
        this.type = type;
        this.conflict = conflict;
        this.merge = merge;
    }

    /**
     * Returns the key of an attribute of which the last save wins.
     *
     * @param name 1 to 128 characters without control characters
     * @param type no primitive type; a record or enum is thereby allowed to the codec, with all that its components name
     */
    public static <T> Key<T> of(String name, Class<T> type) {
        requireName(name);
        requireNonNull(type, "type");
        if (type.isPrimitive()) {
            throw new IllegalArgumentException("type of \"" + name + "\" must be no primitive type: " + type);
        }
        return new Key<>(name, type, Conflict.LAST_WINS, null);
    }

    /**
     * Returns a key whose value is put together if another request has put one in between.
     *
     * @param merge is given what is stored now and what this request put, and returns what is to be stored. Called on the
     *     thread that saves, without a connection or a transaction, maybe several times for one save; must not save itself.
     *     What it throws comes out of the save, and nothing was stored. Not called where one of the two removed the attribute
     *     or what is stored cannot be decoded: then this request wins
     */
    public Key<T> merge(BinaryOperator<T> merge) {
        return new Key<>(name, type, Conflict.MERGE, requireNonNull(merge, "merge"));
    }

    /**
     * Returns a key whose saves throw an {@link AttributeConflictException} if another request has changed the attribute. If
     * there was none, and is none, the save throws also if another request has removed any attribute of the session.
     */
    public Key<T> failOnConflict() {
        return new Key<>(name, type, Conflict.FAIL, null);
    }

    public String name() {
        return name;
    }

    public Class<T> type() {
        return type;
    }

    Conflict conflict() {
        return conflict;
    }

    /**
     * Puts what is stored and what a request put together, by the codec's bytes.
     *
     * @throws UndecodableException if one of the two cannot be decoded; whatever else is thrown is from the merge
     */
    byte[] merge(byte[] stored, byte[] mine, Codec codec) {
        BinaryOperator<T> rule = requireNonNull(merge, "merge");
        T merged = rule.apply(decode(stored, codec), decode(mine, codec));
        return codec.encode(requireNonNull(merged, () -> "what the merge of \"" + name + "\" returns"));
    }

    /** Decodes a value; a codec of the application may throw what it likes, and say the value in it. */
    T decode(byte[] bytes, Codec codec) {
        try {
            return requireNonNull(type.cast(codec.decode(bytes, type)), "value");
        } catch (UndecodableException e) {
            throw e;
        } catch (RuntimeException e) {
            throw new UndecodableException("the codec threw " + e.getClass().getName());
        }
    }

    static String requireName(String name) {
        return Bounds.requireText(name, "name of an attribute", MAXIMUM_NAME);
    }

    /** For example {@code cart: Cart, merged}. */
    @Override
    public String toString() {
        String rule = switch (conflict) {
            case LAST_WINS -> "";
            case MERGE -> ", merged";
            case FAIL -> ", fails on conflict";
        };
        return name + ": " + type.getSimpleName() + rule;
    }
}
