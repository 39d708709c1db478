package dev.scalekit.session;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Something that a storage might do wrong, which a crowd finds. */
enum StorageBug {
    /** A save that meets no session stores it anew. */
    BRINGS_BACK("") {
        @Override
        Storage before(Storage rows, Map<UUID, TokenHash> tokens) {
            return new ForwardingStorage(rows) {
                @Override
                public Written write(Write write) {
                    Written written = rows.write(write);
                    if (write.rotation() != null) {
                        tokens.put(write.id(), write.rotation().to());
                    }
                    TokenHash token = tokens.get(write.id());
                    return written.kind() == Written.Kind.GONE && token != null && write.rotation() == null
                            ? rows.write(new Write(
                                    write.id(),
                                    true,
                                    new Rotation(token, token, null),
                                    write.attributes(),
                                    60_000L,
                                    60_000,
                                    write.device(),
                                    null,
                                    true))
                            : written;
                }
            };
        }
    },
    /** A save writes the token that its request came with. */
    WRITES_THE_TOKEN_OF_A_STALE_COPY("") {
        @Override
        Storage before(Storage rows, Map<UUID, TokenHash> tokens) {
            Map<UUID, TokenHash> seen = new ConcurrentHashMap<>();
            return new ForwardingStorage(rows) {
                @Override
                public @Nullable StoredSession find(TokenHash token) {
                    StoredSession found = rows.find(token);
                    if (found != null) {
                        seen.put(found.id(), token);
                    }
                    return found;
                }

                @Override
                public Written write(Write write) {
                    Rotation rotation = write.rotation();
                    TokenHash now = tokens.get(write.id());
                    TokenHash stale = seen.get(write.id());
                    if (rotation == null && now != null && stale != null) {
                        rotation = new Rotation(now, stale, null);
                    }
                    Written written = rows.write(new Write(
                            write.id(),
                            write.isNew(),
                            rotation,
                            write.attributes(),
                            write.idleMillis(),
                            write.absoluteMillis(),
                            write.device(),
                            write.revision(),
                            write.cleans()));
                    if (rotation != null && written.row() != null) {
                        tokens.put(write.id(), rotation.to());
                    }
                    return written;
                }
            };
        }
    },
    /** A counter is read, and written with the sum. */
    READS_AND_WRITES_A_COUNTER("Counter of ") {
        @Override
        Storage before(Storage rows, Map<UUID, TokenHash> tokens) {
            return new ForwardingStorage(rows) {
                @Override
                public Written write(Write write) {
                    StoredAttributes before = rows.attributes(write.id());
                    return rows.write(changed(write, attribute -> sum(before, attribute)));
                }
            };
        }
    },
    /** What is read again after a conflict is what was read at first. */
    LOOKS_AT_THE_WRONG_BASE("Items of ") {
        @Override
        Storage before(Storage rows, Map<UUID, TokenHash> tokens) {
            Map<UUID, StoredAttributes> first = new ConcurrentHashMap<>();
            return new ForwardingStorage(rows) {
                @Override
                public @Nullable StoredSession find(TokenHash token) {
                    StoredSession found = rows.find(token);
                    if (found != null) {
                        first.put(found.id(), found.attributes());
                    }
                    return found;
                }

                @Override
                public @Nullable StoredAttributes attributes(UUID id) {
                    StoredAttributes now = rows.attributes(id);
                    return now == null
                            ? null
                            : new StoredAttributes(
                                    now.revision(),
                                    now.lastRemoval(),
                                    first.getOrDefault(id, now).byName());
                }
            };
        }
    },
    /** What cleans up tells of sessions that it leaves for the next time. */
    TELLS_WITHOUT_REMOVING("was told") {
        @Override
        Storage before(Storage rows, Map<UUID, TokenHash> tokens) {
            return new ForwardingStorage(rows) {
                private final Map<SessionInfo, Boolean> left = new ConcurrentHashMap<>();

                @Override
                public List<SessionInfo> removeExpired(int limit) {
                    List<SessionInfo> told = List.copyOf(left.keySet());
                    left.clear();
                    List<SessionInfo> removed = rows.removeExpired(limit);
                    removed.forEach(session -> left.put(session, true));
                    return told.isEmpty() ? removed : told;
                }
            };
        }
    },
    /** A session that was ended is found for a while by those who know it. */
    REMEMBERS_WHAT_IT_HAS_FOUND("") {
        @Override
        Storage before(Storage rows, Map<UUID, TokenHash> tokens) {
            Map<TokenHash, StoredSession> cache = new ConcurrentHashMap<>();
            return new ForwardingStorage(rows) {
                @Override
                public @Nullable StoredSession find(TokenHash token) {
                    StoredSession found = rows.find(token);
                    return found == null ? cache.get(token) : remember(token, found);
                }

                private StoredSession remember(TokenHash token, StoredSession found) {
                    cache.put(token, found);
                    return found;
                }
            };
        }
    };

    private final String accusation;

    StorageBug(String accusation) {
        this.accusation = accusation;
    }

    /** Returns what it must say that finds this. */
    String accusation() {
        return accusation;
    }

    /** @param tokens shared by all servers */
    abstract Storage before(Storage rows, Map<UUID, TokenHash> tokens);

    private static Write changed(Write write, UnaryOperator<AttributeWrite> change) {
        return new Write(
                write.id(),
                write.isNew(),
                write.rotation(),
                write.attributes().stream().map(change).toList(),
                write.idleMillis(),
                write.absoluteMillis(),
                write.device(),
                write.revision(),
                write.cleans());
    }

    private static AttributeWrite sum(@Nullable StoredAttributes before, AttributeWrite write) {
        Stored stored = before == null ? null : before.byName().get(write.name());
        return write.number() == null || stored == null || stored.counter() == null
                ? write
                : new AttributeWrite(write.name(), Encoded.NOTHING, stored.counter() + write.number());
    }
}
