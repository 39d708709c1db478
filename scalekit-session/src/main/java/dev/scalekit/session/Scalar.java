package dev.scalekit.session;

import java.util.function.BiConsumer;
import java.util.function.Function;

/** A type whose values have no others inside. Immutable. */
record Scalar<T>(int tag, Class<T> type, BiConsumer<ByteSink, T> writer, Function<ByteSource, T> reader) {

    void encode(Object value, ByteSink sink) {
        sink.put(tag);
        writer.accept(sink, type.cast(value));
    }

    Object decode(ByteSource source) {
        return reader.apply(source);
    }
}
