package dev.scalekit.session;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Follows declarations from a class to all records and enums that they name. Not thread-safe. */
final class TypeWalk {
    private final Map<String, Shape> found = new HashMap<>();
    private final Set<Class<?>> seen = new HashSet<>();

    Map<String, Shape> found() {
        return found;
    }

    /** @throws IllegalArgumentException if something on the way cannot be stored */
    void visit(Class<?> type) {
        if (!seen.add(type)) {
            return;
        }
        if (type.isRecord()) {
            RecordShape shape = RecordShape.of(type);
            AllowedTypes.add(found, shape);
            shape.types().forEach(this::visit);
        } else if (type.isEnum()) {
            AllowedTypes.add(found, new EnumShape(type));
        } else if (type.isInterface() && type.isSealed()) {
            for (Class<?> permitted : type.getPermittedSubclasses()) {
                visit(permitted);
            }
        }
    }

    private void visit(DeclaredType declared) {
        visit(declared.raw());
        declared.arguments().forEach(this::visit);
    }
}
