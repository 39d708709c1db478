package dev.scalekit.queue;

import dev.scalekit.queue.Log.Entry;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What the writer makes durable at once. Not thread-safe. */
final class Batch {
    private final List<Entry> entries = new ArrayList<>();
    private final List<Command> commands = new ArrayList<>();
    /** By the number of the group. */
    private Map<Integer, Ids> done = Map.of();
    /** Deduplication ids that are first seen in this batch, and the record they are in. */
    private Map<DeduplicationWindow.Hash, Integer> firstSeen = Map.of();

    /** By the group. */
    private final Map<Integer, Graves> graves = new HashMap<>();

    private final DeduplicationWindow window;
    private int bytes;
    private int doneCount;
    /** How many commands have heard how they ended. */
    private int told;

    private long[] offsets = {};
    private long segment;
    private long firstSequence;

    /** A list of ids that grows. */
    private static final class Ids {
        private long[] ids = new long[16];
        private int count;

        void add(long id) {
            if (count == ids.length) {
                ids = Arrays.copyOf(ids, 2 * count);
            }
            ids[count++] = id;
        }

        long[] toArray() {
            return Arrays.copyOf(ids, count);
        }
    }

    Batch(DeduplicationWindow window) {
        this.window = window;
    }

    void add(Command command) {
        commands.add(command);
        command.write(this);
    }

    /** Adds a record, and returns its place in the batch. */
    int add(Entry entry) {
        entries.add(entry);
        bytes += entry.size();
        return entries.size() - 1;
    }

    /** Adds an acknowledgement. */
    void done(int group, long id) {
        if (done.isEmpty()) {
            done = new TreeMap<>();
        }
        done.computeIfAbsent(group, any -> new Ids()).add(id);
        doneCount++;
    }

    /** Returns which dead letters of a group begin and end here. */
    Graves graves(int group) {
        return graves.computeIfAbsent(group, any -> new Graves());
    }

    /** Returns the id of the message that was stored with a deduplication id before; 0 if there is none in the window. */
    long seen(DeduplicationWindow.Hash hash, long nowMillis) {
        DeduplicationWindow.Seen earlier = window.find(hash, nowMillis);
        return earlier == null ? 0 : earlier.messageId();
    }

    /** Notes the deduplication id of a message that was stored. */
    void remember(Outgoing message, long id) {
        if (message.seen() != null) {
            window.add(message.seen(), id, message.sentAt(), segment);
        }
    }

    /** Returns the place of the record that has a deduplication id in this batch; null if there is none. */
    @Nullable
    Integer firstSeen(DeduplicationWindow.Hash hash, int place) {
        if (firstSeen.isEmpty()) {
            firstSeen = new HashMap<>();
        }
        return firstSeen.putIfAbsent(hash, place);
    }

    /** Returns the place that the next record gets. */
    int nextPlace() {
        return entries.size();
    }

    boolean isEmpty() {
        return commands.isEmpty();
    }

    /** Returns about how many bytes it takes, its end included. */
    int bytes() {
        return bytes + doneCount * Short.BYTES + done.size() * DoneRecord.ROOM + BatchEnd.FRAME;
    }

    List<Command> commands() {
        return commands;
    }

    /** Tells each command how it ended, once: those that are left when telling one of them throws can be told otherwise. */
    void tell(Consumer<Command> end) {
        while (told < commands.size()) {
            end.accept(commands.get(told++));
        }
    }

    /** Returns all records; nothing must be added any more. */
    List<Entry> entries() {
        done.forEach((group, ids) -> add(Entry.of(RecordType.DONE, new DoneRecord(group, ids.toArray()).encode())));
        return entries;
    }

    /** Says where it is in the log. */
    void located(long inSegment, long start, long first) {
        segment = inSegment;
        firstSequence = first;
        offsets = new long[entries.size() + 1];
        offsets[0] = start;
        for (int i = 0; i < entries.size(); i++) {
            offsets[i + 1] = offsets[i] + entries.get(i).size();
        }
    }

    long segment() {
        return segment;
    }

    long sequence(int place) {
        return firstSequence + place;
    }

    long offset(int place) {
        return offsets[place];
    }

    long location(int place) {
        return Location.of(segment, offsets[place]);
    }

    int size(int place) {
        return entries.get(place).size();
    }
}
