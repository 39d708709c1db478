package dev.scalekit.session;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.AccessibleObject;
import java.lang.reflect.Constructor;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A record: what its components are called and declared as, and the handles that read it and make it. Immutable. */
final class RecordShape implements Shape {
    private static final MethodType ACCESSOR = MethodType.methodType(Object.class, Object.class);
    private static final MethodType CONSTRUCTOR = MethodType.methodType(Object.class, Object[].class);

    private final Class<?> type;
    private final List<String> names;
    private final List<DeclaredType> types;
    private final MethodHandle[] accessors;
    private final MethodHandle constructor;
    private final @Nullable Object[] absent;
    private final int[] all;
    private final byte[] header;
    private final byte[] layout;

    private RecordShape(Class<?> type, RecordComponent[] components) throws ReflectiveOperationException {
        this.type = type;
        this.names = Arrays.stream(components).map(RecordComponent::getName).toList();
        this.types = Arrays.stream(components).map(DeclaredType::of).toList();
        this.absent = types.stream().map(DeclaredType::absent).toArray();
        this.accessors = new MethodHandle[components.length];
        MethodHandles.Lookup lookup = MethodHandles.lookup();
        for (int i = 0; i < accessors.length; i++) {
            Method accessor = components[i].getAccessor();
            open(accessor);
            accessors[i] = lookup.unreflect(accessor).asType(ACCESSOR);
        }
        Class<?>[] declared =
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        Constructor<?> canonical = type.getDeclaredConstructor(declared);
        open(canonical);
        this.constructor = lookup.unreflectConstructor(canonical)
                .asSpreader(Object[].class, components.length)
                .asType(CONSTRUCTOR);
        this.all = IntStream.range(0, components.length).toArray();
        this.layout = layout(names);
        ByteSink sink = new ByteSink();
        sink.text(type.getName());
        sink.put(layout);
        this.header = sink.toBytes();
    }

    /** @throws IllegalArgumentException if a component cannot be stored, or the record is not open to this module */
    static RecordShape of(Class<?> type) {
        try {
            return new RecordShape(type, type.getRecordComponents());
        } catch (InaccessibleObjectException e) {
            Module own = RecordShape.class.getModule();
            throw new IllegalArgumentException(
                    type.getTypeName() + " cannot be read and made: " + type.getModule() + " needs \"opens "
                            + type.getPackageName() + (own.isNamed() ? " to " + own.getName() : "") + ";\"",
                    e);
        } catch (ReflectiveOperationException e) {
            // Every record has its accessors and its constructor, and they are open by now.
            throw new IllegalStateException("Could not look up what " + type.getTypeName() + " is made by", e);
        }
    }

    private static void open(AccessibleObject member) {
        member.setAccessible(true);
    }

    private static byte[] layout(List<String> names) {
        ByteSink sink = new ByteSink();
        sink.unsigned(names.size());
        names.forEach(sink::text);
        return sink.toBytes();
    }

    @Override
    public Class<?> type() {
        return type;
    }

    @Override
    public byte[] header() {
        return header;
    }

    /** Returns the part of the header behind the name of the class: how many components there are, and their names. */
    byte[] layout() {
        return layout;
    }

    List<String> names() {
        return names;
    }

    List<DeclaredType> types() {
        return types;
    }

    /** Returns the numbers of all components, in their order. */
    int[] all() {
        return all;
    }

    /** Returns a place for the values of the components, in which all are absent so far. */
    @Nullable
    Object[] absent() {
        return absent.clone();
    }

    /** @throws Unencodable if the accessor, which a record may have written itself, threw */
    @Nullable
    Object read(Object one, int component) {
        try {
            return (Object) accessors[component].invokeExact(one);
        } catch (VirtualMachineError e) {
            throw e;
        } catch (Throwable e) {
            throw new Unencodable(
                    "could not be read: its accessor threw " + e.getClass().getName(), e);
        }
    }

    /** @throws UndecodableException if the constructor refused the values */
    Object make(@Nullable Object[] values) {
        try {
            return (Object) constructor.invokeExact(values);
        } catch (VirtualMachineError e) {
            throw e;
        } catch (Throwable e) {
            throw new UndecodableException(
                    "The constructor of " + type.getTypeName() + " threw "
                            + e.getClass().getName(),
                    e);
        }
    }
}
