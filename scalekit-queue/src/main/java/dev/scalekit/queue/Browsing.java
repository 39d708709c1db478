package dev.scalekit.queue;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Looks at messages without taking them, on a thread of its own. Thread-safe. */
final class Browsing {
    private static final int WINDOW_BYTES = 64 << 10;

    private final Engine engine;
    private final int group;

    Browsing(Engine engine, int group) {
        this.engine = engine;
        this.group = group;
    }

    /** Returns messages that the group has still to do, in the order of their ids. */
    List<Fresh> open(int maximum) throws IOException {
        List<Fresh> found = new ArrayList<>();
        try (MessageReader reader = new MessageReader(engine.disk(), WINDOW_BYTES)) {
            long from = 0;
            Range range = engine.ledger().rangeFrom(from);
            while (range != null && found.size() < maximum) {
                try {
                    read(reader, range, from, maximum, found);
                    from = range.to();
                    range = engine.ledger().rangeFrom(from);
                } catch (NoSuchFileException e) {
                    // It was moved meanwhile, and is found where it is now; unless somebody has deleted the file.
                    from = found.isEmpty() ? from : found.get(found.size() - 1).id() + 1;
                    long gone = range.segment();
                    range = engine.ledger().rangeFrom(from);
                    if (range != null && range.segment() == gone) {
                        throw e;
                    }
                }
            }
        }
        return found;
    }

    private void read(MessageReader reader, Range range, long from, int maximum, List<Fresh> into) throws IOException {
        long offset = range.start();
        while (offset < range.end() && into.size() < maximum) {
            Frame frame = reader.frameAt(range.segment(), offset, range.end());
            long location = Location.of(range.segment(), offset);
            offset = frame.end();
            Fresh message = MessageReader.message(location, frame).orElse(null);
            if (message != null
                    && message.id() >= from
                    && range.holds(message.id())
                    && engine.ledger().isOpen(group, message.id())) {
                into.add(message);
            }
        }
    }

    /** A dead letter. */
    record Found(Fresh message, Dead dead) {}

    /** Returns dead letters, the oldest first. */
    List<Found> dead(int maximum) throws IOException {
        List<Found> found = new ArrayList<>();
        try (MessageReader reader = new MessageReader(engine.disk(), WINDOW_BYTES)) {
            for (long id : ids(maximum)) {
                Dead dead = engine.ledger().with(group, own -> own.dead().get(id));
                if (dead != null) {
                    found.add(new Found(read(reader, id, dead), dead));
                }
            }
        }
        return found;
    }

    private List<Long> ids(int maximum) {
        return engine.ledger()
                .with(group, own -> own.dead().keySet().stream().limit(maximum).toList());
    }

    private Fresh read(MessageReader reader, long id, Dead dead) throws IOException {
        try {
            return reader.messageAt(dead.location());
        } catch (NoSuchFileException e) {
            Map<Long, Dead> now = engine.ledger().with(group, own -> new TreeMap<>(own.dead()));
            return reader.messageAt(now.getOrDefault(id, dead).location());
        }
    }
}
