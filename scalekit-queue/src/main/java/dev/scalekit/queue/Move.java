package dev.scalekit.queue;

import dev.scalekit.queue.Relocation.Moved;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The move of what is needed out of a segment. For the keeper's thread. */
final class Move {
    private static final int MOST_BYTES = 1 << 20;

    private final long segment;
    private final List<Range> needed;
    private final Store store;
    private final MessageReader reader;
    private final List<List<Moved>> moved = new ArrayList<>();
    private int at;
    private long offset;

    /**
     * Messages that are together again.
     *
     * @param range where they are now
     */
    record Piece(Range range, List<Moved> messages) {}

    /** @param needed in the order of their ids */
    Move(long segment, List<Range> needed, Store store, MessageReader reader) {
        this.segment = segment;
        this.needed = needed;
        this.store = store;
        this.reader = reader;
        this.offset = needed.get(0).start();
        needed.forEach(range -> moved.add(new ArrayList<>()));
    }

    long segment() {
        return segment;
    }

    /** Reads the next messages that somebody needs, all of one range; empty at the end. */
    List<Fresh> next() throws IOException {
        List<Fresh> chunk = new ArrayList<>();
        int bytes = 0;
        int most = Math.min(MOST_BYTES, store.mostBytes());
        while (at < needed.size() && bytes < most) {
            Range range = needed.get(at);
            if (offset >= range.end()) {
                if (!chunk.isEmpty()) {
                    return chunk;
                }
                at++;
                offset = at < needed.size() ? needed.get(at).start() : 0;
                continue;
            }
            Frame frame = reader.frameAt(segment, offset, range.end());
            Fresh message =
                    MessageReader.message(Location.of(segment, offset), frame).orElse(null);
            offset = frame.end();
            if (message != null
                    && range.holds(message.id())
                    && store.ledger().fates(message.id()).isPresent()) {
                chunk.add(message);
                bytes += Frame.size(message.content().length());
            }
        }
        return chunk;
    }

    /** Notes where the messages of the last chunk are now. */
    void add(List<Moved> written) {
        moved.get(at).addAll(written);
    }

    /** Returns all that was moved, by where it is now. */
    List<Piece> moved() {
        List<Piece> pieces = new ArrayList<>();
        for (int i = 0; i < needed.size(); i++) {
            split(needed.get(i), moved.get(i), pieces);
        }
        return pieces;
    }

    /** The pieces of a range follow each other without a gap: what is between them nobody needs. */
    private static void split(Range range, List<Moved> messages, List<Piece> into) {
        long from = range.from();
        int first = 0;
        for (int i = 1; i <= messages.size(); i++) {
            boolean isLast = i == messages.size();
            if (isLast || segment(messages.get(i)) != segment(messages.get(first))) {
                long to = isLast ? range.to() : messages.get(i).id();
                into.add(piece(from, to, messages.subList(first, i)));
                from = to;
                first = i;
            }
        }
    }

    private static Piece piece(long from, long to, List<Moved> messages) {
        Moved first = messages.get(0);
        Moved last = messages.get(messages.size() - 1);
        long bytes = messages.stream().mapToLong(Moved::size).sum();
        Range range = new Range(
                from,
                to,
                segment(first),
                Location.offset(first.after()),
                Location.offset(last.after()) + last.size(),
                messages.size(),
                bytes);
        return new Piece(range, messages);
    }

    private static long segment(Moved message) {
        return Location.segment(message.after());
    }
}
