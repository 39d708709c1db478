package dev.scalekit.session;

import static java.util.stream.Collectors.joining;

import java.lang.invoke.MethodType;
import java.lang.reflect.Array;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a value must be, as the code declares it, with the type arguments. Of a type variable only its bound counts.
 * Immutable.
 */
final class DeclaredType {
    private static final List<Class<?>> CONTAINERS = List.of(List.class, Set.class, Map.class, Optional.class);

    private final Class<?> raw;
    private final boolean isPrimitive;
    private final List<DeclaredType> arguments;
    private final boolean isContainer;

    private DeclaredType(Class<?> raw, List<DeclaredType> arguments) {
        this.raw = MethodType.methodType(raw).wrap().returnType();
        this.isPrimitive = raw.isPrimitive();
        this.arguments = arguments;
        this.isContainer = !arguments.isEmpty() && CONTAINERS.stream().anyMatch(raw::isAssignableFrom);
    }

    static DeclaredType of(Class<?> type) {
        return new DeclaredType(type, List.of());
    }

    /** @throws IllegalArgumentException if no value of that type would ever be decoded */
    static DeclaredType of(RecordComponent component) {
        DeclaredType type = of(component.getGenericType());
        type.requireDecodable(component.getDeclaringRecord().getTypeName() + "." + component.getName());
        return type;
    }

    private static DeclaredType of(Type type) {
        if (type instanceof Class<?> plain) {
            return of(plain);
        }
        if (type instanceof ParameterizedType generic) {
            List<DeclaredType> arguments = Arrays.stream(generic.getActualTypeArguments())
                    .map(DeclaredType::of)
                    .toList();
            return new DeclaredType(erasure(type), arguments);
        }
        return type instanceof WildcardType wildcard ? of(wildcard.getUpperBounds()[0]) : of(erasure(type));
    }

    /** Goes without arguments, or {@code T extends Comparable<T>} would go on for ever. */
    private static Class<?> erasure(Type type) {
        if (type instanceof Class<?> plain) {
            return plain;
        }
        if (type instanceof ParameterizedType generic) {
            return erasure(generic.getRawType());
        }
        // What is left is an array of something generic, which is refused as any other array.
        return type instanceof TypeVariable<?> variable ? erasure(variable.getBounds()[0]) : Object[].class;
    }

    private void requireDecodable(String name) {
        boolean isContract = raw.isInterface() && !isCollection(raw);
        boolean isDecodable = isContract
                || raw.isRecord()
                || raw.isEnum()
                || raw == Record.class
                || raw == Enum.class
                || CONTAINERS.stream().anyMatch(raw::isAssignableFrom)
                || Scalars.isAnyA(raw);
        if (!isDecodable) {
            throw new IllegalArgumentException(name + " is declared as " + raw.getTypeName()
                    + ", of which nothing can be decoded. " + Encoder.KNOWN);
        }
        if (isContainer) {
            arguments.forEach(argument -> argument.requireDecodable("An element of " + name));
        }
    }

    private static boolean isCollection(Class<?> type) {
        return Collection.class.isAssignableFrom(type) || Map.class.isAssignableFrom(type);
    }

    Class<?> raw() {
        return raw;
    }

    List<DeclaredType> arguments() {
        return arguments;
    }

    /** Returns the value of a component of this type that was not stored. */
    @Nullable
    Object absent() {
        return isPrimitive
                ? Array.get(
                        Array.newInstance(MethodType.methodType(raw).unwrap().returnType(), 1), 0)
                : null;
    }

    /** Returns whether a decoded value may be one of this type, and so what is in it. */
    boolean accepts(@Nullable Object value) {
        if (value == null) {
            return !isPrimitive;
        }
        return raw.isInstance(value) && (!isContainer || acceptsElements(value));
    }

    private boolean acceptsElements(Object container) {
        if (container instanceof Collection<?> collection) {
            return allAccepted(arguments.get(0), collection);
        }
        if (container instanceof Map<?, ?> map) {
            return allAccepted(arguments.get(0), map.keySet()) && allAccepted(arguments.get(1), map.values());
        }
        return !(container instanceof Optional<?> optional) || arguments.get(0).accepts(optional.orElse(null));
    }

    private static boolean allAccepted(DeclaredType type, Collection<?> elements) {
        for (Object element : elements) {
            if (!type.accepts(element)) {
                return false;
            }
        }
        return true;
    }

    @Override
    public String toString() {
        return raw.getTypeName()
                + (arguments.isEmpty()
                        ? ""
                        : arguments.stream().map(DeclaredType::toString).collect(joining(", ", "<", ">")));
    }
}
