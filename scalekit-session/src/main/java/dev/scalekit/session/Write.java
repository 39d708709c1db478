package dev.scalekit.session;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A save, as all storages understand it: all of it is done, or nothing. Immutable.
 *
 * @param isNew whether the session is stored for the first time, with the token of {@code rotation}
 * @param rotation null to leave token and user
 * @param attributes in the order of their names
 * @param idleMillis how long it lives unused, or null to leave that
 * @param absoluteMillis how long a session lives that is new or logged in
 * @param device of which what is not null is noted
 * @param revision that the session must have, or null for any
 * @param cleans whether an attribute was removed before, of which the storage may have left something
 */
record Write(
        UUID id,
        boolean isNew,
        @Nullable Rotation rotation,
        List<AttributeWrite> attributes,
        @Nullable Long idleMillis,
        long absoluteMillis,
        Device device,
        @Nullable Long revision,
        boolean cleans) {
    Write {
        attributes = List.copyOf(attributes);
    }

    /** Returns the same for a session that is stored for the first time. */
    Write asNew(TokenHash token) {
        Rotation first = new Rotation(token, token, user());
        return new Write(id, true, first, attributes, idleMillis, absoluteMillis, device, null, false);
    }

    /** Returns the same with attributes, for any revision if that is null. */
    Write with(List<AttributeWrite> changes, @Nullable Long expected, boolean mustClean) {
        return new Write(id, isNew, rotation, changes, idleMillis, absoluteMillis, device, expected, mustClean);
    }

    boolean removes() {
        return attributes.stream().anyMatch(AttributeWrite::removes);
    }

    @Nullable
    String user() {
        return rotation == null ? null : rotation.user();
    }
}
