package dev.scalekit.session;

import dev.scalekit.session.CodecSample.Circle;
import dev.scalekit.session.CodecSample.Color;
import dev.scalekit.session.CodecSample.Line;
import dev.scalekit.session.CodecSample.Square;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Bytes for a decoder, and the type that is asked for. Immutable, if nobody writes to the bytes.
 *
 * @param isRefused whether they may give no value
 */
@SuppressWarnings("ArrayRecordComponent") // Compared by nobody.
record CodecInput(String kind, byte[] bytes, Class<?> type, boolean isRefused) {
    private static final byte[] VALID = CodecHarness.CODEC.encode(CodecSample.full());
    private static final long[] EXTREMES = {0, 1, 0x7F, 0x80, 1 << 24, Integer.MAX_VALUE, 1L << 32, Long.MAX_VALUE, -1};
    private static final List<Class<?>> MINE = List.of(CodecSample.class, Line.class, Circle.class, Square.class);
    private static final List<String> GADGETS = List.of(
            "java.lang.Runtime",
            "java.lang.ProcessBuilder",
            "javax.script.ScriptEngineManager",
            "com.sun.rowset.JdbcRowSetImpl",
            "org.apache.commons.collections.functors.InvokerTransformer",
            "[Ljava.lang.Object;",
            "",
            "a\nb");
    private static final int DEEPEST_WRITTEN = 5;

    static CodecInput any(RandomGenerator random, String canary) {
        Class<?> type = CodecHarness.ASKED.get(random.nextInt(CodecHarness.ASKED.size()));
        return switch (random.nextInt(10)) {
            case 0 -> new CodecInput("random", random(random), type, false);
            case 1 -> new CodecInput("cut", Arrays.copyOf(VALID, random.nextInt(VALID.length)), type, true);
            case 2 -> {
                byte[] longer = Arrays.copyOf(VALID, VALID.length + 1 + random.nextInt(3));
                yield new CodecInput("longer", longer, type, true);
            }
            case 3 -> new CodecInput("deep", deep(random), type, true);
            case 4 -> new CodecInput("huge", huge(random), type, true);
            case 5, 6 -> {
                Class<?> likely = random.nextBoolean() ? CodecSample.class : type;
                yield new CodecInput("mutated", mutated(random), likely, false);
            }
            default -> {
                Class<?> likely = random.nextInt(3) == 0 ? type : Object.class;
                yield new CodecInput("written", new Writer(random, canary).written(), likely, false);
            }
        };
    }

    private static byte[] random(RandomGenerator random) {
        byte[] bytes = new byte[random.nextInt(60)];
        random.nextBytes(bytes);
        if (bytes.length > 1 && random.nextInt(8) != 0) {
            bytes[0] = Tag.FORMAT;
            bytes[1] = (byte) random.nextInt(48);
        }
        return bytes;
    }

    private static byte[] mutated(RandomGenerator random) {
        byte[] bytes = VALID.clone();
        for (int i = random.nextInt(4); i >= 0; i--) {
            int at = random.nextInt(bytes.length);
            switch (random.nextInt(4)) {
                case 0 -> bytes[at] = (byte) random.nextInt();
                case 1 -> bytes[at] = (byte) random.nextInt(48);
                case 2 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
                default -> {
                    int from = random.nextInt(bytes.length);
                    int length = Math.min(random.nextInt(20), bytes.length - Math.max(at, from));
                    System.arraycopy(bytes, from, bytes, at, length);
                }
            }
        }
        return bytes;
    }

    /** Deeper than anything may be, up to what no stack would bear. */
    private static byte[] deep(RandomGenerator random) {
        int depth = Encoder.DEEPEST + 1 + (random.nextInt(50) == 0 ? 100_000 : random.nextInt(100));
        ByteSink sink = new ByteSink();
        sink.put(Tag.FORMAT);
        for (int i = 0; i < depth; i++) {
            if (random.nextBoolean()) {
                sink.put(Tag.OPTIONAL);
            } else {
                sink.put(Tag.LIST);
                sink.put(1);
            }
        }
        sink.put(Tag.NULL);
        return sink.toBytes();
    }

    /** Counts and lengths that nothing stands behind. */
    private static byte[] huge(RandomGenerator random) {
        long count = random.nextBoolean() ? 100 + random.nextInt() : EXTREMES[2 + random.nextInt(EXTREMES.length - 2)];
        ByteSink sink = new ByteSink();
        sink.put(Tag.FORMAT);
        switch (random.nextInt(4)) {
            case 0 -> sink.put(1 + random.nextInt(3));
            case 1 -> sink.put(16 + random.nextInt(2) * 11);
            case 2 -> sink.put(Tag.ENUM);
            default -> {
                sink.put(Tag.RECORD);
                sink.put(0);
                sink.text(random.nextBoolean() ? Line.class.getName() : "x");
            }
        }
        sink.unsigned(count);
        sink.fixed(random.nextLong(), random.nextInt(8));
        return sink.toBytes();
    }

    /** Writes what is formed as it should be, and has anything anywhere. Not thread-safe. */
    private static final class Writer {
        private final RandomGenerator random;
        private final String canary;
        private final ByteSink sink = new ByteSink();

        Writer(RandomGenerator random, String canary) {
            this.random = random;
            this.canary = canary;
        }

        byte[] written() {
            sink.put(Tag.FORMAT);
            put(0);
            return sink.toBytes();
        }

        private void put(int depth) {
            int kind = random.nextInt(depth < DEEPEST_WRITTEN ? 12 : 5);
            switch (kind) {
                case 0 -> sink.put(Tag.NULL);
                case 1, 2 -> putScalar();
                case 3 -> {
                    sink.put(Tag.ENUM);
                    sink.put(0);
                    sink.text(random.nextInt(4) == 0 ? anyName() : Color.class.getName());
                    sink.text(random.nextInt(4) == 0 ? "BLUE" : "GREEN");
                }
                case 4 -> {
                    sink.put(16);
                    sink.sized(new byte[] {'a', (byte) random.nextInt(), 'b'});
                }
                case 5, 6 -> {
                    sink.put(Tag.LIST + random.nextInt(2));
                    putAll(depth, random.nextInt(4), 1);
                }
                case 7 -> {
                    sink.put(Tag.MAP);
                    putAll(depth, random.nextInt(3), 2);
                }
                case 8 -> {
                    sink.put(Tag.OPTIONAL);
                    put(depth + 1);
                }
                default -> putRecord(depth);
            }
        }

        private void putAll(int depth, int count, int each) {
            sink.unsigned(count);
            for (int i = 0; i < count * each; i++) {
                put(depth + 1);
            }
        }

        private void putScalar() {
            Object value = List.of("text", 5, 6L, true, 1.5, 'c', new byte[1]).get(random.nextInt(7));
            byte[] encoded = CodecHarness.CODEC.encode(value);
            sink.put(Arrays.copyOfRange(encoded, 1, encoded.length));
        }

        private void putRecord(int depth) {
            Class<?> type = MINE.get(random.nextInt(MINE.size()));
            List<String> names = RecordShape.of(type).names();
            sink.put(Tag.RECORD);
            sink.put(0);
            sink.text(random.nextInt(8) == 0 ? anyName() : type.getName());
            int count = random.nextInt(4);
            sink.unsigned(count);
            for (int i = 0; i < count; i++) {
                sink.text(random.nextInt(6) == 0 ? "gone" : names.get(random.nextInt(names.size())));
            }
            for (int i = 0; i < count; i++) {
                put(depth + 1);
            }
        }

        private String anyName() {
            return random.nextBoolean() ? canary : GADGETS.get(random.nextInt(GADGETS.size()));
        }
    }

    @Override
    public String toString() {
        return kind + " for " + type.getName() + ": " + HexFormat.of().formatHex(bytes);
    }
}
