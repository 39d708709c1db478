package dev.scalekit.session;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A session in memory. Not thread-safe: {@link MemoryStorage} has the lock. */
final class MemoryRow {
    private final UUID id;
    private final long createdMillis;
    private final Map<String, Stored> attributes = new HashMap<>();
    private TokenHash token;
    private @Nullable String user;
    private long lastAccessMillis;
    private long idleMillis;
    private long endsMillis;
    private long revision;
    private long lastRemoval;
    private Device device = Device.UNKNOWN;

    /** Makes the row of a session that is stored for the first time. */
    MemoryRow(Write write, long now) {
        this.id = write.id();
        this.createdMillis = now;
        this.lastAccessMillis = now;
        this.endsMillis = now + write.absoluteMillis();
        this.token = requireNonNull(write.rotation(), "rotation").to();
        write(write, now);
    }

    boolean isAlive(long now) {
        return now < deadline();
    }

    private long deadline() {
        return Math.min(lastAccessMillis + idleMillis, endsMillis);
    }

    /** Tells whether a session may get another token: it has the one expected, and no other user. */
    boolean agrees(@Nullable Rotation rotation) {
        return rotation == null
                || (token.equals(rotation.from())
                        && (user == null || rotation.user() == null || user.equals(rotation.user())));
    }

    /** Changes everything, or throws before it has changed anything. */
    void write(Write write, long now) {
        write.attributes().forEach(this::requireRoom);
        revision++;
        if (write.rotation() != null) {
            token = write.rotation().to();
        }
        if (write.user() != null) {
            user = write.user();
            endsMillis = now + write.absoluteMillis();
        }
        if (write.idleMillis() != null) {
            idleMillis = write.idleMillis();
        }
        write.attributes().forEach(this::write);
        touch(now, write.device());
    }

    private void write(AttributeWrite write) {
        if (write.removes()) {
            attributes.remove(write.name());
            lastRemoval = revision;
            return;
        }
        Long number = write.number();
        if (number == null) {
            attributes.put(write.name(), new Stored(write.content(), null, revision));
            return;
        }
        attributes.put(write.name(), new Stored(null, counter(write) + number, revision));
    }

    private void requireRoom(AttributeWrite write) {
        Long number = write.number();
        if (number != null) {
            try {
                Math.addExact(counter(write), number);
            } catch (ArithmeticException e) {
                throw new IllegalArgumentException("Could not save session " + id + ": a counter would overflow", e);
            }
        }
    }

    /** Returns what a counter has before it is written: nothing if it begins anew. */
    private long counter(AttributeWrite write) {
        Stored before = attributes.get(write.name());
        Long counter = before == null || write.content() != null ? null : before.counter();
        return counter == null ? 0 : counter;
    }

    void touch(long now, Device where) {
        lastAccessMillis = Math.max(lastAccessMillis, now);
        device = new Device(
                where.userAgent() == null ? device.userAgent() : where.userAgent(),
                where.address() == null ? device.address() : where.address());
    }

    UUID id() {
        return id;
    }

    TokenHash token() {
        return token;
    }

    @Nullable
    String user() {
        return user;
    }

    long lastAccessMillis() {
        return lastAccessMillis;
    }

    long revision() {
        return revision;
    }

    StoredAttributes attributes() {
        return new StoredAttributes(revision, lastRemoval, attributes);
    }

    StoredSession stored(long now) {
        return new StoredSession(id, user, createdMillis, lastAccessMillis, idleMillis, endsMillis, now, attributes());
    }

    Written.Row written() {
        return new Written.Row(revision, createdMillis, lastAccessMillis, endsMillis);
    }

    SessionInfo info() {
        return new SessionInfo(
                new SessionRef(id),
                token.fingerprint(),
                user,
                Instant.ofEpochMilli(createdMillis),
                Instant.ofEpochMilli(lastAccessMillis),
                Instant.ofEpochMilli(deadline()),
                device);
    }
}
