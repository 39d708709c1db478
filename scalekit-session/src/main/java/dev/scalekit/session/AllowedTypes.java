package dev.scalekit.session;

import java.lang.ref.SoftReference;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The classes of the application that may be made, by the name by which they are stored. Immutable. */
final class AllowedTypes {
    static final AllowedTypes NONE = new AllowedTypes(Map.of());

    /*
     * A class holds what was found from it, so that it goes when the class goes. Softly, as what was found refers to
     * this library too, whose class loader may be the one to go: a class of a parent loader must not keep it.
     */
    private static final ClassValue<SoftReference<AllowedTypes>> REACHED = new ClassValue<>() {
        @Override
        protected SoftReference<AllowedTypes> computeValue(Class<?> type) {
            return new SoftReference<>(walkedFrom(type));
        }
    };

    private final Map<String, Shape> shapes;

    private AllowedTypes(Map<String, Shape> shapes) {
        this.shapes = Map.copyOf(shapes);
    }

    /**
     * Returns a class, if it is a record or an enum, and all such that the declarations of its components lead to.
     *
     * @throws IllegalArgumentException if one of them cannot be stored
     */
    static AllowedTypes reachedFrom(Class<?> type) {
        if (!type.isInterface() && !type.isEnum() && type.getSuperclass() != Record.class) {
            return NONE;
        }
        if (type.getClassLoader() == null) {
            // Of the JDK: an enum, most likely, which leads nowhere; no interface of it leads to anything.
            return type.isInterface() ? NONE : walkedFrom(type);
        }
        AllowedTypes reached = REACHED.get(type).get();
        if (reached == null) {
            REACHED.remove(type);
            reached = walkedFrom(type);
        }
        return reached;
    }

    private static AllowedTypes walkedFrom(Class<?> type) {
        TypeWalk walk = new TypeWalk();
        walk.visit(type);
        return new AllowedTypes(walk.found());
    }

    /** @throws IllegalArgumentException if there are two classes of one name, from two class loaders */
    AllowedTypes and(AllowedTypes others) {
        Map<String, Shape> all = new HashMap<>(shapes);
        for (Shape other : others.shapes.values()) {
            add(all, other);
        }
        return new AllowedTypes(all);
    }

    static void add(Map<String, Shape> shapes, Shape added) {
        String name = added.type().getName();
        Shape before = shapes.putIfAbsent(name, added);
        if (before != null && before.type() != added.type()) {
            throw new IllegalArgumentException("There are two classes " + name + ", of "
                    + before.type().getClassLoader() + " and of " + added.type().getClassLoader());
        }
    }

    @Nullable
    Shape find(String name) {
        return shapes.get(name);
    }

    @Override
    public String toString() {
        return new TreeSet<>(shapes.keySet()).toString();
    }
}
