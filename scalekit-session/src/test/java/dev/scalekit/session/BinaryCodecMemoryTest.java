package dev.scalekit.session;

import dev.scalekit.session.CodecSample.Circle;
import java.util.function.Consumer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Many bytes, made to take as much memory as they can. */
final class BinaryCodecMemoryTest {
    private static final int BYTES = 1 << 18;

    /** What a list is made of from end to end. */
    enum Content {
        NULLS(sink -> sink.put(Tag.NULL)),
        EMPTY_LISTS(sink -> sink.put(new byte[] {Tag.LIST, 0})),
        EMPTY_SETS(sink -> sink.put(new byte[] {Tag.SET, 0})),
        SMALL_SETS(sink -> sink.put(new byte[] {Tag.SET, 1, Tag.NULL})),
        SMALL_MAPS(sink -> sink.put(new byte[] {Tag.MAP, 1, Tag.NULL, Tag.NULL})),
        RECORDS_WITHOUT_COMPONENTS(sink -> sink.put(new byte[] {Tag.RECORD, 1})),
        NUMBERS(sink -> sink.put(new byte[] {25, 1, 1})),
        TYPES(sink -> {
            sink.put(new byte[] {Tag.ENUM, 0});
            sink.text(CodecSample.Color.class.getName());
            sink.text("RED");
        }),
        LISTS_OF_WHAT_IS_LEFT(sink -> {
            sink.put(Tag.LIST);
            sink.unsigned(BYTES / 2);
        });

        @SuppressWarnings("ImmutableEnumChecker") // It only writes.
        private final Consumer<ByteSink> element;

        Content(Consumer<ByteSink> element) {
            this.element = element;
        }

        byte[] bytes() {
            ByteSink elements = new ByteSink();
            int count = 0;
            while (elements.toBytes().length < 100) {
                element.accept(elements);
                count++;
            }
            byte[] some = elements.toBytes();
            int times = BYTES / some.length;
            ByteSink sink = new ByteSink();
            sink.put(new byte[] {Tag.FORMAT, Tag.LIST});
            sink.unsigned(1L + (long) count * times);
            sink.put(new byte[] {Tag.RECORD, 0});
            sink.text(this == RECORDS_WITHOUT_COMPONENTS ? CodecSample.class.getName() : Circle.class.getName());
            sink.put(0);
            for (int i = 0; i < times; i++) {
                sink.put(some);
            }
            return sink.toBytes();
        }
    }

    /** Not initialised here. */
    private record Canary() {}

    @ParameterizedTest
    @EnumSource
    void memory_is_in_proportion_to_the_bytes(Content content) {
        CodecHarness harness = new CodecHarness(CodecHarness.CODEC::decode, Canary.class);

        harness.check(new CodecInput("large", content.bytes(), Object.class, content == Content.LISTS_OF_WHAT_IS_LEFT));
    }
}
