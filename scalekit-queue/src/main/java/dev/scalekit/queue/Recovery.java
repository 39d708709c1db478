package dev.scalekit.queue;

import dev.scalekit.queue.GroupsRecord.Declared;
import dev.scalekit.queue.LogReader.RecordVisitor;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Puts together from the records of a log what a queue has to know. Not thread-safe. */
final class Recovery implements RecordVisitor {
    /*
     * The records come in the order of the log. Which groups there are may come late: the record that says so is written
     * again whenever a segment goes, behind messages that are older. So what is done is collected by the number of the group,
     * and the rest follows from that at the end.
     */
    private final DeduplicationWindow seen;
    private final SequenceSet all = new SequenceSet();
    private final Map<Integer, SequenceSet> done = new HashMap<>();
    private final Map<Integer, Map<Long, Dead>> dead = new HashMap<>();
    /** Where the copy of a message is, until it is known whether the copy counts. */
    private final Map<Long, Long> copied = new HashMap<>();

    private final NavigableMap<Long, Range> ranges = new TreeMap<>();
    /**
     * The range of the last message, not among the others yet: the next message makes it longer. Null after a move, when
     * it must not: messages with ids in between may be in segments that are gone, and another move tells later where they
     * are.
     */
    private @Nullable Growing growing;

    private List<Declared> declared = List.of();
    private int lastGroup;

    private final Options.Groups wanted;
    private List<Declared> groups = List.of();

    /** @param wanted the groups that there should be */
    Recovery(DeduplicationWindow seen, Options.Groups wanted) {
        this.seen = seen;
        this.wanted = wanted;
    }

    @Override
    public void record(long segment, Frame frame) {
        switch (frame.type()) {
            case RecordType.MESSAGE -> message(segment, frame);
            case RecordType.COPY -> copy(segment, frame);
            case RecordType.DONE -> done(DoneRecord.decode(frame.content()));
            case RecordType.DEAD -> dead(frame.content().duplicate());
            case RecordType.BURIED -> buried(BuriedRecord.decode(frame.content()));
            case RecordType.GROUPS -> groups(GroupsRecord.decode(frame.content()));
            case RecordType.SEEN -> seen(segment, frame.content().duplicate());
            case RecordType.MOVED -> moved(frame.content().duplicate());
            default -> throw new IllegalStateException("A record of type " + frame.type() + " in segment " + segment);
        }
    }

    private void message(long segment, Frame frame) {
        long id = frame.sequence();
        MessageContent.requireWhole(frame.content());
        all.add(id);
        if (growing == null || growing.segment != segment) {
            putGrowing();
            growing = new Growing(segment, frame);
        }
        growing.add(frame);
        if (MessageContent.hasDeduplicationId(frame.content())) {
            remember(new MessageContent(frame.content()), id, segment);
        }
    }

    private void putGrowing() {
        if (growing != null) {
            ranges.put(growing.from, growing.range());
            growing = null;
        }
    }

    private void remember(MessageContent message, long id, long segment) {
        String deduplicationId = message.deduplicationId();
        if (deduplicationId != null) {
            seen.add(deduplicationId, id, message.sentAt(), segment);
        }
    }

    private void copy(long segment, Frame frame) {
        CopyRecord copy = CopyRecord.decode(frame.content());
        MessageContent.requireWhole(copy.message().bytes());
        all.add(copy.id());
        for (CopyRecord.Fate fate : copy.fates()) {
            Dead death = fate.dead();
            if (death == null) {
                doneOf(fate.group()).add(copy.id());
            } else {
                deadOf(fate.group()).putIfAbsent(copy.id(), death);
            }
        }
        // A message may die after it was copied, and before the copy counts.
        copied.put(copy.id(), Location.of(segment, frame.offset()));
        remember(copy.message(), copy.id(), segment);
    }

    private void done(DoneRecord record) {
        SequenceSet ids = doneOf(record.group());
        for (long id : record.ids()) {
            ids.add(id);
        }
    }

    private void dead(ByteBuffer content) {
        int group = Short.toUnsignedInt(content.getShort());
        long id = content.getLong();
        deadOf(group).put(id, Dead.decode(content));
    }

    private void buried(BuriedRecord record) {
        deadOf(record.group()).remove(record.id());
        if (!record.again()) {
            doneOf(record.group()).add(record.id());
        }
    }

    private void groups(GroupsRecord record) {
        declared = record.groups();
        declared.forEach(group -> lastGroup = Math.max(lastGroup, group.number()));
    }

    private void seen(long segment, ByteBuffer content) {
        while (content.hasRemaining()) {
            DeduplicationWindow.Seen stub = DeduplicationWindow.Seen.decode(content);
            seen.add(stub.hash(), stub.messageId(), stub.sentAtMillis(), segment);
        }
    }

    private void moved(ByteBuffer content) {
        putGrowing();
        while (content.hasRemaining()) {
            Range range = Range.get(content);
            ranges.put(range.from(), range);
            for (Map<Long, Dead> letters : dead.values()) {
                letters.replaceAll(
                        (id, death) -> range.holds(id) && copied.containsKey(id) ? death.at(copied.get(id)) : death);
            }
        }
        copied.clear();
    }

    @Override
    public void trim(long firstLive) {
        growing = growing == null || growing.segment < firstLive ? null : growing;
        ranges.values().removeIf(range -> range.segment() < firstLive);
    }

    private SequenceSet doneOf(int group) {
        lastGroup = Math.max(lastGroup, group);
        return done.computeIfAbsent(group, any -> new SequenceSet());
    }

    private Map<Long, Dead> deadOf(int group) {
        lastGroup = Math.max(lastGroup, group);
        return dead.computeIfAbsent(group, any -> new LinkedHashMap<>());
    }

    @Override
    public void end(long nextSequence) {
        putGrowing();
        for (Declared group : declared) {
            if (!wanted.names().contains(group.name()) && !wanted.dropped().contains(group.name())) {
                throw new IllegalArgumentException("The directory has a group " + group.name() + ", and groups are "
                        + wanted.names() + ": declare it, or drop it with all that it has not done");
            }
        }
        List<Declared> all = new ArrayList<>();
        for (String name : wanted.names()) {
            all.add(declared.stream()
                    .filter(group -> group.name().equals(name))
                    .findFirst()
                    .orElseGet(() -> new Declared(++lastGroup, nextSequence, name)));
        }
        groups = List.copyOf(all);
    }

    /** Returns whether the log knows other groups than there are to be. */
    boolean hasNewGroups() {
        return !groups.equals(declared);
    }

    /** Returns what is durable. */
    Ledger ledger() {
        List<GroupLedger> ledgers = new ArrayList<>();
        for (Declared group : groups) {
            ledgers.add(ledgerOf(group));
        }
        return new Ledger(ledgers, ranges);
    }

    /** Returns the number that follows the highest id of a message. */
    long afterLast() {
        return ranges.isEmpty() ? 0 : ranges.lastEntry().getValue().to();
    }

    private GroupLedger ledgerOf(Declared group) {
        GroupLedger ledger = new GroupLedger(group);
        SequenceSet finished = doneOf(group.number());
        for (Range range : ranges.values()) {
            ledger.open().addAll(all, finished, Math.max(range.from(), group.from()), range.to());
        }
        // Of one that was moved the log tells late that it is dead.
        deadOf(group.number()).entrySet().stream()
                .sorted(Comparator.comparingLong(letter -> letter.getValue().diedAt()))
                .filter(letter -> ledger.open().remove(letter.getKey()))
                .forEach(letter -> ledger.bury(letter.getKey(), letter.getValue()));
        return ledger;
    }

    /** A range that is made longer message by message: a new one for each would take longer than reading the message. */
    private static final class Growing {
        private final long segment;
        private final long from;
        private final long start;
        private long to;
        private long end;
        private long messages;
        private long bytes;

        Growing(long segment, Frame first) {
            this.segment = segment;
            this.from = first.sequence();
            this.start = first.offset();
        }

        void add(Frame frame) {
            to = frame.sequence() + 1;
            end = frame.end();
            messages++;
            bytes += end - frame.offset();
        }

        Range range() {
            return new Range(from, to, segment, start, end, messages, bytes);
        }
    }
}
