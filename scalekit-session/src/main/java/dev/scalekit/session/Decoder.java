package dev.scalekit.session;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Decodes one value, or throws {@link UndecodableException}. Collections grow as their elements come, whatever count
 * stands in front of them. Not thread-safe.
 */
class Decoder {
    private static final int FIRST_CAPACITY = 16;
    private static final int LONGEST_NAME = 200;
    /** The name comes from the bytes: nothing else of them gets into a log. */
    private static final Pattern NAME = Pattern.compile("[\\w$.]+");

    private final ByteSource source;
    private final AllowedTypes asked;
    private final AllowedTypes allowed;
    private final List<WrittenRecord> records = new ArrayList<>(4);
    private final List<String> enums = new ArrayList<>(4);
    private int depth;

    Decoder(ByteSource source, AllowedTypes asked, AllowedTypes allowed) {
        this.source = source;
        this.asked = asked;
        this.allowed = allowed;
    }

    final Object decode(DeclaredType type) {
        byte format = source.next();
        if (format != Tag.FORMAT) {
            throw new UndecodableException("The format must be " + Tag.FORMAT + ": " + format);
        }
        Object value = next();
        if (value == null) {
            throw new UndecodableException("There is null where a " + type + " was asked for");
        }
        if (!isOf(type, value)) {
            throw new UndecodableException("The value must be a " + type + ", and is a "
                    + value.getClass().getTypeName());
        }
        requireEnd(source.left());
        return value;
    }

    private @Nullable Object next() {
        byte tag = source.next();
        Scalar<?> scalar = Scalars.tagged(tag);
        if (scalar != null) {
            return scalar(scalar);
        }
        if (tag == Tag.NULL) {
            return null;
        }
        if (tag == Tag.ENUM) {
            return constant();
        }
        depth++;
        requireDepth(depth);
        Object container = container(tag);
        depth--;
        return container;
    }

    private Object scalar(Scalar<?> scalar) {
        try {
            return scalar.decode(source);
        } catch (UndecodableException e) {
            throw e;
        } catch (RuntimeException e) {
            // Without its message, which has the value.
            throw new UndecodableException("There is no such " + scalar.type().getTypeName() + ": "
                    + e.getClass().getName());
        }
    }

    private Object container(byte tag) {
        return switch (tag) {
            case Tag.LIST -> list();
            case Tag.SET -> set();
            case Tag.MAP -> map();
            case Tag.OPTIONAL -> Optional.ofNullable(next());
            case Tag.RECORD -> record();
            default -> throw unknown(tag);
        };
    }

    private List<@Nullable Object> list() {
        int count = source.count(1);
        List<@Nullable Object> list = new ArrayList<>(Math.min(count, FIRST_CAPACITY));
        add(count, list);
        return Collections.unmodifiableList(list);
    }

    private Set<@Nullable Object> set() {
        Set<@Nullable Object> set = new LinkedHashSet<>();
        add(source.count(1), set);
        return Collections.unmodifiableSet(set);
    }

    private void add(int count, Collection<@Nullable Object> elements) {
        for (int i = 0; i < count; i++) {
            elements.add(next());
        }
    }

    private Map<@Nullable Object, @Nullable Object> map() {
        int count = source.count(2);
        Map<@Nullable Object, @Nullable Object> map = new LinkedHashMap<>();
        for (int i = 0; i < count; i++) {
            Object key = next();
            map.put(key, next());
        }
        return Collections.unmodifiableMap(map);
    }

    private Object record() {
        WrittenRecord written = writtenRecord();
        RecordShape shape = written.shape();
        if (shape == null) {
            throw notAllowed(written.name());
        }
        @Nullable Object[] values = shape.absent();
        for (int target : written.targets()) {
            // What is passed over may be of classes that this version of the application does not have.
            if (target < 0) {
                skip();
            } else {
                Object value = next();
                requireType(shape, target, value);
                values[target] = value;
            }
        }
        return shape.make(values);
    }

    private WrittenRecord writtenRecord() {
        long index = source.unsigned();
        if (index != 0) {
            return known(records, index);
        }
        String name = source.text();
        WrittenRecord written =
                WrittenRecord.read(source, name, find(name) instanceof RecordShape shape ? shape : null);
        records.add(written);
        return written;
    }

    private Enum<?> constant() {
        String type = enumName();
        if (!(find(type) instanceof EnumShape shape)) {
            throw notAllowed(type);
        }
        Enum<?> constant = shape.constant(source.text());
        if (constant == null) {
            throw new UndecodableException(shape.type().getTypeName() + " has no such constant");
        }
        return constant;
    }

    private String enumName() {
        long index = source.unsigned();
        if (index != 0) {
            return known(enums, index);
        }
        String name = source.text();
        enums.add(name);
        return name;
    }

    private static <T> T known(List<T> types, long index) {
        if (index < 0 || index > types.size()) {
            throw new UndecodableException("There is no type " + index + " of " + types.size());
        }
        return types.get((int) index - 1);
    }

    /** Passes over a value, and takes note of the types that later values refer to. */
    private void skip() {
        byte tag = source.next();
        Scalar<?> scalar = Scalars.tagged(tag);
        if (scalar != null) {
            scalar(scalar);
        } else if (tag == Tag.ENUM) {
            enumName();
            source.text();
        } else if (tag != Tag.NULL) {
            depth++;
            requireDepth(depth);
            for (int left = parts(tag); left > 0; left--) {
                skip();
            }
            depth--;
        }
    }

    private int parts(byte tag) {
        return switch (tag) {
            case Tag.LIST, Tag.SET -> source.count(1);
            case Tag.MAP -> 2 * source.count(2);
            case Tag.OPTIONAL -> 1;
            case Tag.RECORD -> writtenRecord().targets().length;
            default -> throw unknown(tag);
        };
    }

    /** Returns the class that may be made by that name, or null. */
    @Nullable
    Shape find(String name) {
        Shape shape = asked.find(name);
        return shape != null ? shape : allowed.find(name);
    }

    void requireDepth(int depth) {
        if (depth > Encoder.DEEPEST) {
            throw new UndecodableException("The value is more than " + Encoder.DEEPEST + " deep");
        }
    }

    void requireEnd(int left) {
        if (left != 0) {
            throw new UndecodableException("There are " + left + " bytes behind the value");
        }
    }

    boolean isOf(DeclaredType type, @Nullable Object value) {
        return type.accepts(value);
    }

    private void requireType(RecordShape shape, int component, @Nullable Object value) {
        DeclaredType type = shape.types().get(component);
        if (!isOf(type, value)) {
            throw new UndecodableException(shape.type().getTypeName() + "."
                    + shape.names().get(component) + " must be a " + type + ", which what is stored is not");
        }
    }

    private static UndecodableException unknown(byte tag) {
        return new UndecodableException("There is no tag " + tag);
    }

    private static UndecodableException notAllowed(String name) {
        boolean isName = name.length() <= LONGEST_NAME && NAME.matcher(name).matches();
        return new UndecodableException("The value has "
                + (isName ? "a " + name + ", which" : "something that is no class and")
                + " is neither reached from the type that was asked for nor allowed");
    }
}
