package dev.scalekit.queue;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.scalekit.queue.Log.Entry;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class RecoveryTest {
    private static final int GROUP = 1;

    private final SimDisk disk = new SimDisk();
    private final DeduplicationWindow seen = new DeduplicationWindow(Duration.ofSeconds(10), 100);
    private final Recovery recovery = new Recovery(seen, new Options.Groups(List.of("only"), Set.of()));

    private static Entry groups() {
        return Entry.of(
                RecordType.GROUPS, new GroupsRecord(List.of(new GroupsRecord.Declared(GROUP, 1, "only"))).encode());
    }

    private static Entry message(Message<String> message, long sentAt) {
        return Outgoing.of(message, message.body().getBytes(UTF_8), sentAt).entry();
    }

    private static Entry copy(long id, Entry message) {
        return Entry.of(RecordType.COPY, new CopyRecord(id, List.of(), new MessageContent(message.content())).encode());
    }

    private static Entry dead(long id, Dead dead) {
        ByteBuffer death = dead.encode();
        return Entry.of(
                RecordType.DEAD,
                ByteBuffer.allocate(Short.BYTES + Long.BYTES + death.remaining())
                        .putShort((short) GROUP)
                        .putLong(id)
                        .put(death)
                        .flip());
    }

    private static long append(Log log, Entry entry) {
        log.append(List.of(entry));
        return Location.of(log.activeSegment(), log.lastStart());
    }

    @Test
    void a_message_that_dies_while_it_is_moved_is_where_it_was_moved_to() throws IOException {
        Entry message = message(Message.of("poison"), 1);
        long copied;
        try (Log log = Log.open(disk, LogRun.SMALL, new LogRun.Found())) {
            log.append(List.of(groups()));
            long id = log.append(List.of(message));
            long before = Location.of(log.activeSegment(), log.lastStart());
            copied = append(log, copy(id, message));
            append(log, dead(id, new Dead(before, 5, 1, "poison")));
            moved(log, id, copied);
        }

        Log.open(disk, LogRun.SMALL, recovery).close();

        List<Dead> dead =
                recovery.ledger().with(0, own -> List.copyOf(own.dead().values()));
        assertThat(dead).extracting(Dead::location).containsExactly(copied);
    }

    @Test
    void dead_letters_are_in_the_order_in_which_they_died_also_if_one_was_moved() throws IOException {
        long later;
        try (Log log = Log.open(disk, LogRun.SMALL, new LogRun.Found())) {
            Entry message = message(Message.of("poison"), 1);
            log.append(List.of(groups()));
            later = log.append(List.of(message));
            long at = Location.of(log.activeSegment(), log.lastStart());
            append(log, dead(later, new Dead(at, 5, 2_000, "died later")));
            // Of message 1 only the copy is left.
            CopyRecord copy = new CopyRecord(
                    1,
                    List.of(new CopyRecord.Fate(GROUP, new Dead(1, 5, 1_000, "died first"))),
                    new MessageContent(message.content()));
            moved(log, 1, append(log, Entry.of(RecordType.COPY, copy.encode())));
        }

        Log.open(disk, LogRun.SMALL, recovery).close();

        List<Long> dead =
                recovery.ledger().with(0, own -> List.copyOf(own.dead().keySet()));
        assertThat(dead).containsExactly(1L, later);
    }

    private static long moved(Log log, long id, long to) {
        ByteBuffer moved = ByteBuffer.allocate(Range.BYTES);
        long start = Location.offset(to);
        new Range(id, id + 1, Location.segment(to), start, start + 1, 1, 1).put(moved);
        return append(log, Entry.of(RecordType.MOVED, moved.flip()));
    }

    @Test
    void a_message_that_was_moved_after_a_later_one_came_is_in_no_other_range() throws IOException {
        try (Log log = Log.open(disk, LogRun.SMALL, new LogRun.Found())) {
            Entry message = message(Message.of("moved"), 1);
            log.append(List.of(groups()));
            // Of messages 1 and 2 only the copies are left.
            moved(log, 1, append(log, copy(1, message)));
            log.append(List.of(message(Message.of("later"), 1)));
            moved(log, 2, append(log, copy(2, message)));
        }

        Log.open(disk, LogRun.SMALL, recovery).close();

        Range first = Objects.requireNonNull(recovery.ledger().rangeFrom(0));
        assertThat(first.to()).isEqualTo(2);
        assertThat(recovery.ledger().rangeFrom(2))
                .isNotNull()
                .extracting(Range::from)
                .isEqualTo(2L);
    }

    @Test
    void a_copy_of_an_older_message_does_not_hide_the_newer_one_with_its_deduplication_id() throws IOException {
        Entry first = message(Message.of("first").deduplicationId("once"), 0);
        long id;
        try (Log log = Log.open(disk, LogRun.SMALL, new LogRun.Found())) {
            log.append(List.of(groups()));
            long old = log.append(List.of(first));
            id = log.append(List.of(message(Message.of("second").deduplicationId("once"), 20_000)));
            log.append(List.of(copy(old, first)));
        }

        Log.open(disk, LogRun.SMALL, recovery).close();

        assertThat(seen.find("once", 25_000))
                .isNotNull()
                .extracting(DeduplicationWindow.Seen::messageId)
                .isEqualTo(id);
    }
}
