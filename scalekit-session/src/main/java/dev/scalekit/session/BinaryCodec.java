package dev.scalekit.session;

import static java.util.Objects.requireNonNull;

/**
 * A compact binary form of everyday values, without Java serialization.
 *
 * <p><b>Types.</b> {@code String}, {@code Boolean}, {@code Character}, the six boxed numbers, {@code BigInteger} up to
 * 8,192 bytes, {@code BigDecimal} of such and a scale within ±10,000, {@code byte[]}, {@code UUID}, {@code URI}, {@code
 * Locale}, of {@code java.time} {@code Instant}, {@code LocalDate}, {@code LocalTime}, {@code LocalDateTime}, {@code
 * OffsetTime}, {@code OffsetDateTime}, {@code ZonedDateTime}, {@code Duration}, {@code Period}, {@code Year}, {@code
 * YearMonth} and {@code ZoneId}; enums and records; and {@code List}, {@code Set}, {@code Map} and {@code Optional} of
 * all of these, 64 deep at most. Null is allowed everywhere inside a value.
 *
 * <p><b>Values.</b> What is decoded is a copy, equal to what was encoded: collections are unmodifiable and keep their
 * order, whatever class they were of. To change an attribute, put a new value.
 *
 * <p><b>Which classes.</b> A record or an enum is only ever made if the code names it: as the type that is asked for,
 * in the declaration of a component that is reached from there (as its type, as a type argument, or as permitted by a
 * sealed interface), or by {@link #allow}. Names in the bytes are compared with those names, and no class is loaded by
 * them. A value that is encoded is held to the same, with its own class as the type that will be asked for.
 *
 * <p><b>Versions of the application, side by side.</b> Components of records go by name: one that is stored and no
 * longer declared is passed over, one that is declared and not stored is null, 0 or false, and the record's constructor
 * has the last word. Constants of enums go by name too. A class that was renamed or moved, a constant that does not
 * exist, or a component of another type makes the value undecodable. A type argument of a component is checked if the
 * component is a collection.
 *
 * <p><b>Hostile bytes</b> cost memory and time in proportion to their number, as no length is believed before it was
 * compared with what is left: up to 75 bytes of heap for each, more only for a record of many components of which none
 * is stored. Keys that were made to have the same hash cost quadratic time unless they are comparable, as texts are:
 * the bound on the size of an attribute is the bound on that.
 *
 * <p><b>Modules.</b> The package of a record must be open to {@code dev.scalekit.session}, or the record be public in
 * an exported package. In an application on the class path there is nothing to do, and records may be private.
 *
 * <p>Immutable.
 */
public final class BinaryCodec implements Codec {
    static final BinaryCodec STANDARD = new BinaryCodec(AllowedTypes.NONE);

    private final AllowedTypes allowed;

    private BinaryCodec(AllowedTypes allowed) {
        this.allowed = allowed;
    }

    /**
     * Returns a codec that also makes these classes and what is reached from them, whatever type is asked for: for the
     * elements of a {@code List} that is an attribute itself, or for a component that is declared as {@code Object} or
     * as an interface that is not sealed.
     *
     * @param types records, enums and sealed interfaces
     * @throws IllegalArgumentException if one is something else, reaches a type that cannot be encoded, is not open to
     *     this module, or has the name of another one
     */
    public BinaryCodec allow(Class<?>... types) {
        AllowedTypes all = allowed;
        for (Class<?> type : types) {
            boolean isSealed = type.isInterface() && type.isSealed();
            if (!type.isRecord() && !type.isEnum() && !isSealed) {
                throw new IllegalArgumentException(
                        "Only records, enums and sealed interfaces can be allowed: " + type.getTypeName());
            }
            all = all.and(AllowedTypes.reachedFrom(type));
        }
        return new BinaryCodec(all);
    }

    @Override
    public byte[] encode(Object value) {
        requireNonNull(value, "value");
        Class<?> type = value instanceof Enum<?> constant ? constant.getDeclaringClass() : value.getClass();
        try {
            return new Encoder(AllowedTypes.reachedFrom(type), allowed).encode(value);
        } catch (Unencodable e) {
            throw new IllegalArgumentException(
                    type.getTypeName() + " cannot be encoded: " + e.getMessage(), e.getCause());
        }
    }

    @Override
    public <T> T decode(byte[] bytes, Class<T> type) {
        requireNonNull(bytes, "bytes");
        requireNonNull(type, "type");
        try {
            DeclaredType asked = DeclaredType.of(type);
            Decoder decoder = new Decoder(new ByteSource(bytes), AllowedTypes.reachedFrom(type), allowed);
            @SuppressWarnings("unchecked") // The decoder has compared the value with the type.
            T value = (T) decoder.decode(asked);
            return value;
        } catch (UndecodableException e) {
            throw e;
        } catch (RuntimeException e) {
            // The hashCode of a record, say, which is the application's.
            throw new UndecodableException(
                    "The bytes gave no " + type.getTypeName() + ": "
                            + e.getClass().getName(),
                    e);
        }
    }

    @Override
    public String toString() {
        return "BinaryCodec[allowed=" + allowed + "]";
    }
}
