package dev.scalekit.session;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a save does to an attribute, as all storages understand it. Immutable.
 *
 * @param content the bytes of a value; nothing of it if the attribute is removed or counted up; empty if a counter begins anew
 * @param number to add to a counter, or to begin it with; null for a value and for removing
 */
record AttributeWrite(
        String name, @Nullable Encoded content, @Nullable Long number) {
    /** Returns one for each change, in the order of their names. */
    static List<AttributeWrite> of(Map<String, Change> changes) {
        return new TreeMap<>(changes)
                .entrySet().stream()
                        .map(entry -> of(entry.getKey(), entry.getValue()))
                        .toList();
    }

    private static AttributeWrite of(String name, Change change) {
        if (change instanceof Change.Put put) {
            return new AttributeWrite(name, put.value(), null);
        }
        if (change instanceof Change.Add add) {
            return new AttributeWrite(name, null, add.number());
        }
        if (change instanceof Change.Set set) {
            return new AttributeWrite(name, Encoded.NOTHING, set.number());
        }
        return new AttributeWrite(name, null, null);
    }

    boolean removes() {
        return content == null && number == null;
    }
}
