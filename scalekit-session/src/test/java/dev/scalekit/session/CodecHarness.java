package dev.scalekit.session;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.management.ThreadMXBean;
import dev.scalekit.session.CodecSample.Circle;
import dev.scalekit.session.CodecSample.Color;
import dev.scalekit.session.CodecSample.Figure;
import dev.scalekit.session.CodecSample.Line;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What must hold for any bytes: they give a value of the type that was asked for, or {@link UndecodableException};
 * within bounds of memory; and no class is initialised that nobody allowed.
 */
final class CodecHarness {
    static final BinaryCodec CODEC = Codec.standard().allow(CodecSample.class);
    static final List<Class<?>> ASKED = List.of(
            Object.class,
            CodecSample.class,
            Line.class,
            Figure.class,
            Circle.class,
            Color.class,
            List.class,
            Set.class,
            Map.class,
            Optional.class,
            String.class,
            Integer.class,
            byte[].class);

    /** What an exception and its stack trace take, and what the JVM makes when a record is first used or used often. */
    private static final long MOST_ALLOCATED = 1_000_000;

    /** Small sets are the worst, at 75 on a JVM with compressed references, and a record of many components if it is empty. */
    private static final long MOST_ALLOCATED_PER_BYTE = 200;

    private final Decoding decoding;
    private final Class<?> canary;
    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private long decoded;

    /** Decodes as a codec does that allows {@link CodecSample}. */
    @FunctionalInterface
    interface Decoding {
        Object decode(byte[] bytes, Class<?> type);
    }

    /** Classes that nobody allowed tell that they were initialised. */
    static final class Canaries {
        static final Set<String> INITIALISED = ConcurrentHashMap.newKeySet();

        private Canaries() {}
    }

    /** @param canary a class that is nowhere initialised but by what is tested */
    CodecHarness(Decoding decoding, Class<?> canary) {
        this.decoding = decoding;
        this.canary = canary;
    }

    /** Returns how many inputs have given a value. */
    long decoded() {
        return decoded;
    }

    String canary() {
        return canary.getName();
    }

    void check(CodecInput input) {
        Object value = decode(input);
        if (Canaries.INITIALISED.contains(canary.getName())) {
            throw new AssertionError("initialised " + canary.getName());
        }
        if (value == null) {
            return;
        }
        decoded++;
        if (input.isRefused()) {
            throw new AssertionError("must be refused, and gave a " + value.getClass());
        }
        if (!input.type().isInstance(value)) {
            throw new AssertionError("gave a " + value.getClass() + ", not a " + input.type());
        }
        use(value, input.bytes());
        byte[] again = CODEC.encode(value);
        byte[] twice = CODEC.encode(decoding.decode(again, Object.class));
        if (!Arrays.equals(again, twice)) {
            throw new AssertionError("gave something else when it was decoded twice");
        }
    }

    private @Nullable Object decode(CodecInput input) {
        long before = threads.getCurrentThreadAllocatedBytes();
        Object value;
        try {
            value = decoding.decode(input.bytes(), input.type());
        } catch (UndecodableException e) {
            value = null;
        } catch (Throwable e) {
            throw new AssertionError("threw " + e, e);
        }
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;
        if (allocated > MOST_ALLOCATED + MOST_ALLOCATED_PER_BYTE * input.bytes().length) {
            throw new AssertionError("allocated " + allocated + " bytes for " + input.bytes().length);
        }
        return value;
    }

    private static void use(@Nullable Object value, byte[] bytes) {
        if (value instanceof CodecSample sample) {
            sample.used();
            use(sample.any(), bytes);
            use(sample.lines(), bytes);
        } else if (value instanceof Collection<?> collection) {
            collection.forEach(element -> use(element, bytes));
        } else if (value instanceof Map<?, ?> map) {
            use(map.keySet(), bytes);
            use(map.values(), bytes);
        } else if (value instanceof String text && text.indexOf('\uFFFD') >= 0 && !hasReplacement(bytes)) {
            throw new AssertionError("has a character that nobody wrote");
        }
    }

    private static boolean hasReplacement(byte[] bytes) {
        byte[] replacement = "\uFFFD".getBytes(UTF_8);
        for (int i = 0; i + replacement.length <= bytes.length; i++) {
            if (Arrays.equals(bytes, i, i + replacement.length, replacement, 0, replacement.length)) {
                return true;
            }
        }
        return false;
    }
}
