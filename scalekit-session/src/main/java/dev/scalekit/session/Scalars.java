package dev.scalekit.session;

import static java.util.stream.Collectors.toUnmodifiableMap;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The scalars, by class and by tag. Not instantiable. */
final class Scalars {
    /** A number of more, or of a greater scale, makes whoever calculates with it wait, and is no amount of anything. */
    private static final int MOST_BYTES = 8_192;

    private static final int MOST_SCALE = 10_000;

    static final Scalar<String> STRING = new Scalar<>(16, String.class, ByteSink::text, ByteSource::text);

    private static final List<Scalar<?>> PLAIN = List.of(
            STRING,
            new Scalar<>(17, Boolean.class, (sink, it) -> sink.put(it ? 1 : 0), Scalars::flag),
            new Scalar<>(18, Byte.class, (sink, it) -> sink.put(it), ByteSource::next),
            new Scalar<>(19, Short.class, (sink, it) -> sink.fixed(it, 2), source -> (short) source.fixed(2)),
            new Scalar<>(20, Character.class, (sink, it) -> sink.fixed(it, 2), source -> (char) source.fixed(2)),
            new Scalar<>(21, Integer.class, (sink, it) -> sink.signed(it), ByteSource::signedInt),
            new Scalar<>(22, Long.class, (sink, it) -> sink.signed(it), ByteSource::signed),
            new Scalar<>(
                    23,
                    Float.class,
                    (sink, it) -> sink.fixed(Float.floatToRawIntBits(it), 4),
                    source -> Float.intBitsToFloat((int) source.fixed(4))),
            new Scalar<>(
                    24,
                    Double.class,
                    (sink, it) -> sink.fixed(Double.doubleToRawLongBits(it), 8),
                    source -> Double.longBitsToDouble(source.fixed(8))),
            new Scalar<>(25, BigInteger.class, Scalars::put, Scalars::integer),
            new Scalar<>(26, BigDecimal.class, Scalars::put, Scalars::decimal),
            new Scalar<>(27, byte[].class, ByteSink::sized, ByteSource::sized),
            new Scalar<>(28, UUID.class, Scalars::put, source -> new UUID(source.fixed(8), source.fixed(8))),
            new Scalar<>(29, URI.class, (sink, it) -> sink.text(it.toString()), source -> URI.create(source.text())),
            new Scalar<>(30, Locale.class, Scalars::put, Scalars::locale));

    private static final Map<Class<?>, Scalar<?>> BY_TYPE =
            all().collect(toUnmodifiableMap(Scalar::type, Function.identity()));

    private static final List<@Nullable Scalar<?>> BY_TAG = byTag();

    private Scalars() {}

    private static Stream<Scalar<?>> all() {
        return Stream.concat(PLAIN.stream(), TimeScalars.ALL.stream());
    }

    private static List<@Nullable Scalar<?>> byTag() {
        @Nullable Scalar<?>[] byTag = new Scalar<?>[Byte.MAX_VALUE + 1];
        all().forEach(scalar -> byTag[scalar.tag()] = scalar);
        return Arrays.asList(byTag);
    }

    /** Returns the one for a value, or null if it has values inside, or is of no known type. */
    static @Nullable Scalar<?> of(Object value) {
        Scalar<?> exact = BY_TYPE.get(value.getClass());
        // The class of a zone is not public.
        return exact == null && value instanceof ZoneId ? TimeScalars.ZONE : exact;
    }

    /** Returns whether a value of this class, or of one below it, may be a scalar. */
    static boolean isAnyA(Class<?> type) {
        return BY_TYPE.keySet().stream().anyMatch(type::isAssignableFrom);
    }

    static @Nullable Scalar<?> tagged(byte tag) {
        return tag < 0 ? null : BY_TAG.get(tag);
    }

    private static boolean flag(ByteSource source) {
        byte flag = source.next();
        if (flag != 0 && flag != 1) {
            throw new UndecodableException("A boolean is neither 0 nor 1: " + flag);
        }
        return flag == 1;
    }

    private static void put(ByteSink sink, BigInteger number) {
        byte[] bytes = number.toByteArray();
        if (bytes.length > MOST_BYTES) {
            throw new Unencodable("has " + bytes.length + " bytes, and a number may have at most " + MOST_BYTES);
        }
        sink.sized(bytes);
    }

    private static BigInteger integer(ByteSource source) {
        byte[] bytes = source.sized();
        if (bytes.length == 0 || bytes.length > MOST_BYTES) {
            throw new UndecodableException("A number must have from 1 to " + MOST_BYTES + " bytes: " + bytes.length);
        }
        return new BigInteger(bytes);
    }

    private static void put(ByteSink sink, BigDecimal number) {
        if (Math.abs((long) number.scale()) > MOST_SCALE) {
            throw new Unencodable(
                    "has a scale of " + number.scale() + ", which must be from -" + MOST_SCALE + " to " + MOST_SCALE);
        }
        sink.signed(number.scale());
        put(sink, number.unscaledValue());
    }

    private static BigDecimal decimal(ByteSource source) {
        long scale = source.signed();
        if (scale < -MOST_SCALE || scale > MOST_SCALE) {
            throw new UndecodableException("A scale must be from -" + MOST_SCALE + " to " + MOST_SCALE + ": " + scale);
        }
        return new BigDecimal(integer(source), (int) scale);
    }

    private static void put(ByteSink sink, UUID uuid) {
        sink.fixed(uuid.getMostSignificantBits(), 8);
        sink.fixed(uuid.getLeastSignificantBits(), 8);
    }

    private static void put(ByteSink sink, Locale locale) {
        String tag = locale.toLanguageTag();
        if (!Locale.forLanguageTag(tag).equals(locale)) {
            throw new Unencodable(
                    "is a java.util.Locale that no language tag stands for: make it by Locale.forLanguageTag");
        }
        sink.text(tag);
    }

    private static Locale locale(ByteSource source) {
        String tag = source.text();
        Locale locale = Locale.forLanguageTag(tag);
        // It passes over what it does not understand.
        if (!locale.toLanguageTag().equals(tag)) {
            throw new UndecodableException("A language tag is not written as one");
        }
        return locale;
    }
}
