package dev.scalekit.queue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps the folder in order: has segments ready, moves what is needed out of the oldest ones, deletes them. Thread-safe. */
final class Keeper extends Actor {
    /*
     * The oldest segment goes first, always: then what a record says of earlier ones is never needed longer than they are.
     * If somebody needs messages of it, they are written once more at the end of the log, as are deduplication ids; that is
     * worth it when the files take more than twice what is needed. A group must have passed them all: what it has not reached stays in its order.
     *
     * The steps of a move: copies (each chunk durable), a record that says where they are now and that the segment is gone,
     * the dispatcher moves over, the file is deleted. Before that record is durable the copies mean nothing.
     */
    private static final Logger LOG = LoggerFactory.getLogger(FileQueue.class);
    private static final long PATROL_NANOS = 1_000_000_000;
    /** Each move that fails leaves copies behind that mean nothing: the next ones wait longer and longer. */
    private static final long LONGEST_BACK_OFF_NANOS = 600_000_000_000L;

    private final Queue<Request> inbox = new ConcurrentLinkedQueue<>();
    private final Disk disk;
    private final Options.Time clocks;
    private final Store store;
    private final Writer writer;
    private final Dispatcher dispatcher;
    private final MessageReader reader;
    private @Nullable Move move;
    private boolean trimming;
    /** When a move may begin again, after one that failed. */
    private long nextMoveAt;

    private long backOff = PATROL_NANOS;

    private boolean warned;

    /** Something to do by the keeper's thread. */
    interface Request {
        void run() throws IOException;
    }

    Keeper(String name, Environment environment, Store store, Writer writer, Dispatcher dispatcher) {
        super(name + "-keeper");
        this.disk = environment.disk();
        this.clocks = environment.clocks();
        this.nextMoveAt = clocks.ticker().nanos();
        this.store = store;
        this.writer = writer;
        this.dispatcher = dispatcher;
        this.reader = new MessageReader(disk, 256 << 10);
    }

    /** What it works on. Immutable. */
    record Environment(Disk disk, Options.Time clocks) {}

    /** Has something done soon. May be called by any thread. */
    void post(Request request) {
        inbox.add(request);
        wake();
    }

    @Override
    long step() {
        try {
            for (Request request = inbox.poll(); request != null; request = inbox.poll()) {
                request.run();
            }
            boolean busy = prepare();
            if (move == null && !trimming && writer.failure() == null) {
                busy |= beginMove();
            }
            warned = false;
            return busy ? 0 : PATROL_NANOS;
        } catch (IOException e) {
            warn(e);
            return PATROL_NANOS;
        }
    }

    private void warn(Exception e) {
        if (!warned) {
            warned = true;
            LOG.warn("{}: keeping the folder in order failed, and is tried again", this, e);
        }
    }

    /** Makes one segment ready if there should be more; a disk without room is none of its concern. */
    private boolean prepare() {
        if (store.log().spares().count() >= writer.wantedSpares()
                || store.room().refusal() != null) {
            return false;
        }
        try {
            store.log().spares().prepare();
            return true;
        } catch (IOException e) {
            // Senders are told once they need it.
            return false;
        }
    }

    private boolean beginMove() throws IOException {
        NavigableMap<Long, Integer> chain = store.log().chain();
        Map.Entry<Long, Integer> oldest = chain.firstEntry();
        if (oldest == null || chain.size() < 2) {
            return false;
        }
        List<Range> needed = store.ledger().needed(oldest.getKey());
        boolean isWorthwhile = isWorthwhile(chain.size());
        if (needed.isEmpty() && (isWorthwhile || writer.seenBytes() < room() / 2)) {
            trim(oldest.getKey() + 1, List.of());
            return true;
        }
        if (needed.isEmpty()
                || clocks.ticker().nanos() - nextMoveAt < 0
                || !isWorthwhile
                || !dispatcher.isPast(store.ledger().behind(oldest.getKey()))) {
            return false;
        }
        move = new Move(oldest.getKey(), needed, store, reader);
        copyOn();
        return true;
    }

    /** Only if what can be written is compared with what will be, this comes to an end when nobody sends any more. */
    private boolean isWorthwhile(int segments) {
        long overhead = segments * (store.log().spares().segmentBytes() - room());
        long needed = store.ledger().liveBytes() + writer.seenBytes();
        return store.log().chainBytes() - overhead > 2 * needed + room();
    }

    private long room() {
        return new Log.Settings(store.log().spares().segmentBytes()).room();
    }

    /** If reading fails the move is given up, and begun anew later: what was copied so far means nothing. */
    private List<Fresh> next(Move current) throws IOException {
        try {
            return current.next();
        } catch (IOException e) {
            giveUpMove();
            throw e;
        }
    }

    private void copyOn() throws IOException {
        Move current = move;
        if (current == null) {
            return;
        }
        List<Fresh> chunk = next(current);
        if (chunk.isEmpty()) {
            move = null;
            trim(current.segment() + 1, current.moved());
            return;
        }
        writer.submit(new Copy(store.ledger(), chunk, new Copy.Outcome() {
            @Override
            public void copied(List<Relocation.Moved> moved) {
                post(() -> {
                    current.add(moved);
                    copyOn();
                });
            }

            @Override
            public void failed(QueueException e) {
                // No room, or nothing works any more: what was copied so far means nothing.
                post(Keeper.this::giveUpMove);
            }
        }));
    }

    private void giveUpMove() {
        move = null;
        nextMoveAt = clocks.ticker().nanos() + backOff;
        backOff = Math.min(2 * backOff, LONGEST_BACK_OFF_NANOS);
    }

    private void trim(long firstLive, List<Move.Piece> pieces) {
        trimming = true;
        List<Relocation.Moved> messages = new ArrayList<>();
        List<Range> ranges = new ArrayList<>();
        for (Move.Piece piece : pieces) {
            messages.addAll(piece.messages());
            ranges.add(piece.range());
        }
        Relocation relocation = new Relocation(firstLive, messages);
        writer.submit(new Trim(store, ranges, relocation, clocks.wall().millis(), new Trim.Outcome() {
            @Override
            public void trimmed() {
                dispatcher.post(() -> {
                    dispatcher.relocate(relocation);
                    post(() -> delete(firstLive));
                });
            }

            @Override
            public void failed(QueueException e) {
                post(() -> trimming = false);
            }
        }));
    }

    private void delete(long firstLive) throws IOException {
        trimming = false;
        backOff = PATROL_NANOS;
        reader.forget(firstLive);
        Segment.deleteBefore(disk, firstLive);
        writer.wake();
    }

    void close() throws IOException {
        reader.close();
    }
}
