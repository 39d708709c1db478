package dev.scalekit.queue;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What a group has still to do, in the order in which it is handed out. For the dispatcher's thread. */
final class Backlog implements AutoCloseable {
    /*
     * A cursor goes through the log in the order of the ids. What it has not reached costs no memory; what it has passed is
     * in one of these, or done:
     *   inHand    ready, handed out, being acknowledged, or waiting for a retry: an Item each
     *   lanes     behind one of the same key that is in hand: a location each
     *   delays    not due yet: on the disk, but for the next minutes
     * When too many are in hand, or behind others, the cursor waits.
     */
    private static final int MOST_READY = 1_024;
    private static final int MOST_READY_BYTES = 8 << 20;
    private static final int MOST_IN_HAND = 1 << 16;
    private static final int MOST_BEHIND = 1 << 22;

    private final int group;
    private final Ledger ledger;
    private final MessageReader reader;
    private final MessageReader cursorReader;
    private final Delays delays;
    private final Map<Long, AttemptsFile.Attempt> recovered;

    private final TreeMap<Long, Item> inHand = new TreeMap<>();
    private final Deque<Item> ready = new ArrayDeque<>();
    private final PriorityQueue<Item> retrying = new PriorityQueue<>(
            Comparator.<Item>comparingLong(item -> item.retryAt).thenComparingLong(item -> item.id));
    private final Map<String, Lane> lanes = new HashMap<>();
    /** Delayed ones for whose entry the disk had no room. */
    private final Deque<Long> homeless = new ArrayDeque<>();

    private long readyBytes;
    private long behind;
    /** What is before this segment is gone, and what was needed of it is elsewhere. */
    private long firstLive;
    /** The next id that the cursor looks at. */
    private long cursor;
    /** The range that the cursor is in, by its lowest id and its segment, and the offset of the next frame there. */
    private long cursorRange = -1;

    /** When somebody looked at the clock last, in milliseconds since 1970. */
    private long lastNow;

    private long cursorSegment;
    private long cursorOffset;

    Backlog(int group, Ledger ledger, Disk disk, Delays delays, Map<Long, AttemptsFile.Attempt> recovered) {
        this.group = group;
        this.ledger = ledger;
        this.reader = new MessageReader(disk, 8 << 10);
        this.cursorReader = new MessageReader(disk, 256 << 10);
        this.delays = delays;
        this.recovered = recovered;
    }

    /** Returns the id that the cursor has not passed yet. */
    long cursor() {
        return cursor;
    }

    /** Returns whether messages that are stored now may be taken over as they are. */
    boolean takes(int messages) {
        return ready.size() + messages <= MOST_READY && canPass();
    }

    private boolean canPass() {
        return ready.size() < MOST_READY
                && readyBytes < MOST_READY_BYTES
                && inHand.size() < MOST_IN_HAND
                && behind < MOST_BEHIND;
    }

    /**
     * Takes over messages that were just stored, if it has passed all before them.
     *
     * @param before the highest id before them, plus one
     */
    void offer(Range range, List<Fresh> messages, long before, long now) throws IOException {
        if (cursor < before || cursor >= range.to() || !takes(messages.size())) {
            return;
        }
        for (Fresh message : messages) {
            if (message.id() >= cursor) {
                if (!pass(message, now)) {
                    return;
                }
                cursor = message.id() + 1;
            }
        }
        cursor = range.to();
    }

    /**
     * Gets more ready: what is due again, what is due at last, and what the cursor finds.
     *
     * @param now in milliseconds since 1970
     * @return whether there may be more at once
     */
    boolean fill(long now) throws IOException {
        look(now);
        Deque<Item> due = new ArrayDeque<>();
        while (!retrying.isEmpty() && retrying.peek().retryAt <= now && ready.size() + due.size() < MOST_READY) {
            due.addFirst(retrying.remove());
        }
        for (Item item : due) {
            makeReady(item);
        }
        for (int left = homeless.size(); left > 0 && canPass(); left--) {
            passIfThere(homeless.removeFirst(), now);
        }
        while (canPass()) {
            long location = delays.poll(now);
            if (location < 0) {
                break;
            }
            passIfThere(location, now);
        }
        return read(now);
    }

    private void passIfThere(long location, long now) throws IOException {
        // What was in a segment that is gone was moved, and is in the index with its new place as well.
        if (ledger.hasSegment(Location.segment(location))) {
            Fresh message = reader.messageAt(location);
            Range range = ledger.rangeFrom(message.id());
            if (range != null
                    && range.holds(message.id())
                    && range.segment() == Location.segment(location)
                    && !pass(message, now)) {
                homeless.add(location);
            }
        }
    }

    private boolean read(long now) throws IOException {
        for (int budget = 512; budget > 0 && canPass(); budget--) {
            Range range = ledger.rangeFrom(cursor);
            if (range == null) {
                return false;
            }
            if (range.from() != cursorRange || range.segment() != cursorSegment || cursorOffset > range.end()) {
                cursorRange = range.from();
                cursorSegment = range.segment();
                cursorOffset = range.start();
            }
            if (cursorOffset >= range.end()) {
                cursor = range.to();
                continue;
            }
            Frame frame = cursorReader.frameAt(range.segment(), cursorOffset, range.end());
            long location = Location.of(range.segment(), cursorOffset);
            Fresh message = MessageReader.message(location, frame).orElse(null);
            if (message != null && message.id() >= cursor && range.holds(message.id())) {
                if (!pass(message, now)) {
                    return false;
                }
                cursor = message.id() + 1;
            }
            cursorOffset = frame.end();
        }
        return canPass();
    }

    /** Puts a message where it belongs; false if there is no room for it now. */
    private boolean pass(Fresh message, long now) {
        if (inHand.containsKey(message.id()) || !ledger.isOpen(group, message.id())) {
            return true;
        }
        if (message.content().due() > now) {
            return delays.add(message.content().due(), message.location());
        }
        Item item = new Item(message.id(), message.location(), message.content());
        if (item.key != null) {
            Lane lane = lanes.get(item.key);
            if (lane != null) {
                lane.add(item.location);
                behind++;
                return true;
            }
            lanes.put(item.key, new Lane());
        }
        take(item, now);
        return true;
    }

    private void take(Item item, long now) {
        inHand.put(item.id, item);
        AttemptsFile.Attempt before = recovered.remove(item.id);
        if (before != null) {
            item.attempts = before.count();
            item.retryAt = before.dueMillis();
        }
        if (item.retryAt > now) {
            item.content = null;
            retrying.add(item);
        } else {
            append(item);
        }
    }

    private void append(Item item) {
        ready.addLast(item);
        readyBytes += length(item);
    }

    private static int length(Item item) {
        return item.content == null ? 0 : item.content.length();
    }

    private void makeReady(Item item) throws IOException {
        if (item.content == null) {
            item.content = reader.messageAt(item.location).content();
        }
        ready.addFirst(item);
        readyBytes += length(item);
    }

    /** Takes the next one; null if nothing is ready. */
    @Nullable
    Item poll() {
        Item item = ready.pollFirst();
        if (item != null) {
            readyBytes -= length(item);
        }
        return item;
    }

    boolean hasReady() {
        return !ready.isEmpty();
    }

    /** Puts one back that nobody wanted after all. */
    void putBack(Item item) throws IOException {
        makeReady(item);
    }

    /** Has one that was handed out wait. */
    void retry(Item item, long delayMillis, long now) {
        look(now);
        if (inHand.containsKey(item.id)) {
            item.content = null;
            item.retryAt = delayMillis == 0 ? 0 : now + delayMillis;
            retrying.add(item);
        }
    }

    /** Looks at the clock; if it was set back, what waits for a retry does not wait longer for that. */
    private void look(long now) {
        long back = lastNow - now;
        lastNow = now;
        if (back > 0 && !retrying.isEmpty()) {
            List<Item> waiting = List.copyOf(retrying);
            // Put back with their new times, by which they are ordered.
            retrying.clear();
            waiting.forEach(item -> item.retryAt = Math.max(0, item.retryAt - back));
            retrying.addAll(waiting);
        }
    }

    /** Forgets one that is done or dead, and lets the next of its key come. */
    void finish(Item item, long now) throws IOException {
        if (inHand.remove(item.id) == null || item.key == null) {
            return;
        }
        Lane lane = lanes.get(item.key);
        while (lane != null && !lane.isEmpty()) {
            behind--;
            long location = lane.poll();
            if (Location.segment(location) < firstLive) {
                // It was there twice, and is done: nobody needed it when its segment went.
                continue;
            }
            Fresh next = reader.messageAt(location);
            if (ledger.isOpen(group, next.id()) && !inHand.containsKey(next.id())) {
                take(new Item(next.id(), next.location(), next.content()), now);
                return;
            }
        }
        lanes.remove(item.key);
    }

    /** Has a dead letter tried again, from its first attempt on. */
    void revive(long location, long now) throws IOException {
        // If it was moved meanwhile, the old place can be read until that is heard here, and is put right then.
        if (!pass(reader.messageAt(location), now)) {
            homeless.add(location);
        }
    }

    /** Notes where messages are now. */
    void relocate(Relocation moved) throws IOException {
        firstLive = moved.firstLive();
        for (Item item : inHand.values()) {
            item.location = moved.of(item.location);
        }
        lanes.values().forEach(lane -> lane.relocate(moved));
        homeless.addAll(drain(homeless, moved));
        delays.gone(firstLive);
        for (Relocation.Moved message : moved.messages()) {
            if (message.due() > 0
                    && message.id() < cursor
                    && !inHand.containsKey(message.id())
                    && ledger.isOpen(group, message.id())
                    && !delays.add(message.due(), message.after())) {
                homeless.add(message.after());
            }
        }
        delays.sweep();
        reader.forget(moved.firstLive());
        cursorReader.forget(moved.firstLive());
    }

    private static List<Long> drain(Deque<Long> locations, Relocation moved) {
        List<Long> now = locations.stream().map(moved::of).toList();
        locations.clear();
        return now;
    }

    /** Returns when there is more to do, in milliseconds since 1970; {@link Long#MAX_VALUE} for never. */
    long nextDue() {
        boolean isBlocked = retrying.isEmpty() || ready.size() >= MOST_READY;
        long retry = isBlocked ? Long.MAX_VALUE : retrying.peek().retryAt;
        return canPass() ? Math.min(retry, delays.nextDue()) : retry;
    }

    Iterable<Item> inHand() {
        return inHand.values();
    }

    Map<Long, AttemptsFile.Attempt> recovered() {
        return recovered;
    }

    /** Returns when the oldest was sent that is ready, handed out or waiting for a retry; 0 if there is none. */
    long oldestSentAt() {
        return inHand.isEmpty() ? 0 : inHand.firstEntry().getValue().sentAt;
    }

    int retryingCount() {
        return retrying.size();
    }

    long delayedCount() {
        return delays.size();
    }

    boolean isIdle() {
        return inHand.isEmpty() && behind == 0 && ledger.rangeFrom(cursor) == null;
    }

    @Override
    public void close() throws IOException {
        try (reader;
                cursorReader;
                delays) {
            inHand.clear();
        }
    }
}
