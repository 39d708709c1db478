package dev.scalekit.session;

import static java.util.function.Function.identity;
import static java.util.stream.Collectors.toUnmodifiableMap;

import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An enum, whose constants are stored by their names. Immutable. */
final class EnumShape implements Shape {
    private final Class<?> type;
    private final byte[] header;
    private final Map<String, Enum<?>> constants;

    EnumShape(Class<?> type) {
        this.type = type;
        this.constants = Arrays.stream(type.getEnumConstants())
                .map(constant -> (Enum<?>) constant)
                .collect(toUnmodifiableMap(Enum::name, identity()));
        ByteSink sink = new ByteSink();
        sink.text(type.getName());
        this.header = sink.toBytes();
    }

    @Override
    public Class<?> type() {
        return type;
    }

    @Override
    public byte[] header() {
        return header;
    }

    @Nullable
    Enum<?> constant(String name) {
        return constants.get(name);
    }
}
