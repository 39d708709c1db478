package dev.scalekit.session;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Encodes one value. Not thread-safe. */
final class Encoder {
    /** Deep enough for any value that somebody means, and shallow enough for any stack; one that holds itself ends here. */
    static final int DEEPEST = 64;

    static final String KNOWN =
            "Known are String, Boolean, Character and the boxed numbers, BigInteger, BigDecimal, byte[],"
                    + " UUID, URI, Locale, the types of java.time, enums, records, and List, Set, Map and Optional of them";

    private final AllowedTypes asked;
    private final AllowedTypes allowed;
    private final ByteSink sink = new ByteSink();
    private final List<Shape> records = new ArrayList<>(4);
    private final List<Shape> enums = new ArrayList<>(4);
    private int depth;

    Encoder(AllowedTypes asked, AllowedTypes allowed) {
        this.asked = asked;
        this.allowed = allowed;
    }

    /** @throws Unencodable if something in the value cannot be encoded */
    byte[] encode(Object value) {
        sink.put(Tag.FORMAT);
        put(value);
        return sink.toBytes();
    }

    private void put(@Nullable Object value) {
        if (value == null) {
            sink.put(Tag.NULL);
            return;
        }
        Scalar<?> scalar = Scalars.of(value);
        if (scalar != null) {
            scalar.encode(value, sink);
        } else if (value instanceof Enum<?> constant) {
            sink.put(Tag.ENUM);
            putType(shape(constant.getDeclaringClass()), enums);
            sink.text(constant.name());
        } else {
            depth++;
            if (depth > DEEPEST) {
                throw new Unencodable("is more than " + DEEPEST + " deep, or holds itself");
            }
            putContainer(value);
            depth--;
        }
    }

    private void putContainer(Object value) {
        if (value instanceof Record) {
            putRecord(value);
        } else if (value instanceof List<?> list) {
            putElements(Tag.LIST, list);
        } else if (value instanceof Set<?> set) {
            putElements(Tag.SET, set);
        } else if (value instanceof Map<?, ?> map) {
            putEntries(map);
        } else if (value instanceof Optional<?> optional) {
            sink.put(Tag.OPTIONAL);
            put(optional.orElse(null));
        } else {
            throw new Unencodable("is of " + value.getClass().getTypeName() + ", which is not known. " + KNOWN
                    + "; make it one of those, such as a record that is named by allow");
        }
    }

    private void putRecord(Object value) {
        RecordShape shape = (RecordShape) shape(value.getClass());
        sink.put(Tag.RECORD);
        putType(shape, records);
        List<String> names = shape.names();
        for (int i = 0; i < names.size(); i++) {
            try {
                put(shape.read(value, i));
            } catch (Unencodable e) {
                throw e.inside("." + names.get(i));
            }
        }
    }

    private void putType(Shape shape, List<Shape> before) {
        int index = before.indexOf(shape);
        sink.unsigned(index + 1);
        if (index < 0) {
            sink.put(shape.header());
            before.add(shape);
        }
    }

    private Shape shape(Class<?> type) {
        Shape shape = asked.find(type.getName());
        if (shape == null || shape.type() != type) {
            shape = allowed.find(type.getName());
        }
        if (shape == null || shape.type() != type) {
            throw new Unencodable("is of " + type.getTypeName() + ", which no declaration leads to: name it by allow("
                    + type.getSimpleName() + ".class) of the codec. " + KNOWN);
        }
        return shape;
    }

    /** Counts a copy: the collection may be one that another thread changes. */
    private void putElements(int tag, Collection<?> collection) {
        @Nullable Object[] elements = collection.toArray();
        sink.put(tag);
        sink.unsigned(elements.length);
        for (int i = 0; i < elements.length; i++) {
            try {
                put(elements[i]);
            } catch (Unencodable e) {
                throw e.inside("[" + i + "]");
            }
        }
    }

    private void putEntries(Map<?, ?> map) {
        Object[] entries = map.entrySet().toArray();
        sink.put(Tag.MAP);
        sink.unsigned(entries.length);
        for (int i = 0; i < entries.length; i++) {
            Map.Entry<?, ?> entry = (Map.Entry<?, ?>) entries[i];
            // By number: the key is a value too.
            putPart(entry.getKey(), i, ".key");
            putPart(entry.getValue(), i, ".value");
        }
    }

    private void putPart(@Nullable Object part, int index, String name) {
        try {
            put(part);
        } catch (Unencodable e) {
            throw e.inside("[" + index + "]" + name);
        }
    }
}
