package dev.scalekit.queue;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Reads frames that are durable, wherever they are. Keeps a few files open. Not thread-safe. */
final class MessageReader implements AutoCloseable {
    private static final int MOST_OPEN = 8;
    private static final int MOST_ATTEMPTS = 3;

    private final Disk disk;
    private final int windowBytes;
    /** The one used last is the last. */
    private final Map<Long, Segment> open = new LinkedHashMap<>(16, 0.75f, true);

    /** @param windowBytes how much is read at once */
    MessageReader(Disk disk, int windowBytes) {
        this.disk = disk;
        this.windowBytes = windowBytes;
    }

    private interface Read<R> {
        R from(Segment file) throws IOException;
    }

    /**
     * Returns the frame at a place.
     *
     * @param end up to where the segment is durable
     * @throws CorruptLogException if there is none
     */
    Frame frameAt(long segment, long offset, long end) throws IOException {
        return read(segment, file -> {
            file.limit(end);
            return file.frameAt(offset)
                    .filter(frame -> frame.end() <= end)
                    .orElseThrow(() -> new CorruptLogException(
                            file.name(), offset, "there is no valid record, and all was durable up to offset " + end));
        });
    }

    /** Returns the message at a location, and its id. */
    Fresh messageAt(long location) throws IOException {
        long offset = Location.offset(location);
        return read(Location.segment(location), file -> {
            file.limit(file.header().segmentBytes());
            Optional<Fresh> found = file.frameAt(offset).flatMap(frame -> message(location, frame));
            if (found.isEmpty()) {
                // What was read ahead may be older than the message.
                file.forget();
                found = file.frameAt(offset).flatMap(frame -> message(location, frame));
            }
            return found.orElseThrow(() -> new CorruptLogException(file.name(), offset, "there should be a message"));
        });
    }

    /** A medium fails now and then, and is well again: so a read that has failed is tried on the file opened anew. */
    private <R> R read(long segment, Read<R> read) throws IOException {
        for (int attempt = 1; ; attempt++) {
            try {
                return read.from(open(segment));
            } catch (NoSuchFileException e) {
                throw e;
            } catch (IOException e) {
                if (attempt == MOST_ATTEMPTS) {
                    throw e;
                }
                discard(segment, e);
            }
        }
    }

    private void discard(long segment, IOException cause) {
        Segment file = open.remove(segment);
        if (file != null) {
            try {
                file.close();
            } catch (IOException e) {
                // Nothing was written to it.
                cause.addSuppressed(e);
            }
        }
    }

    /** Returns the message that a frame is; empty if it is something else. */
    static Optional<Fresh> message(long location, Frame frame) {
        if (frame.type() == RecordType.MESSAGE) {
            return Optional.of(new Fresh(frame.sequence(), location, new MessageContent(frame.content()).copy()));
        }
        if (frame.type() == RecordType.COPY) {
            CopyRecord copy = CopyRecord.decode(frame.content());
            return Optional.of(new Fresh(copy.id(), location, copy.message().copy()));
        }
        return Optional.empty();
    }

    private Segment open(long number) throws IOException {
        Segment segment = open.get(number);
        if (segment == null) {
            segment = Segment.open(disk, Segment.name(number), windowBytes);
            open.put(number, segment);
            closeBeyond(MOST_OPEN);
        }
        return segment;
    }

    private void closeBeyond(int most) throws IOException {
        Iterator<Segment> eldest = open.values().iterator();
        while (open.size() > most) {
            Segment segment = eldest.next();
            eldest.remove();
            segment.close();
        }
    }

    /** Closes the files of segments before one. */
    void forget(long firstLive) throws IOException {
        Iterator<Map.Entry<Long, Segment>> all = open.entrySet().iterator();
        while (all.hasNext()) {
            Map.Entry<Long, Segment> entry = all.next();
            if (entry.getKey() < firstLive) {
                all.remove();
                entry.getValue().close();
            }
        }
    }

    @Override
    public void close() throws IOException {
        closeBeyond(0);
    }
}
