package dev.scalekit.queue;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.scalekit.queue.Relocation.Moved;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A backlog whose messages are moved under its feet. */
final class BacklogTest {
    private static final long NOW = 1_000;

    private final SimDisk disk = new SimDisk();
    private final Ledger ledger =
            new Ledger(List.of(new GroupLedger(new GroupsRecord.Declared(1, 1, "only"))), new TreeMap<>());
    private @Nullable Log log;

    @BeforeEach
    void open() throws IOException {
        log = Log.open(disk, LogRun.SMALL, new LogRun.Found());
    }

    private Log log() {
        return Objects.requireNonNull(log);
    }

    private Range stored(String body) {
        return stored(Message.of(body));
    }

    private Range stored(Message<String> message) {
        Log.Entry entry = outgoing(message).entry();
        long id = log().append(List.of(entry));
        Range range =
                new Range(id, id + 1, log().activeSegment(), log().lastStart(), log().durableEnd(), 1, entry.size());
        ledger.stored(range, new long[] {id});
        return range;
    }

    /** Appends something that is no message. */
    private void other(int bytes) {
        log().append(List.of(Log.Entry.of(RecordType.SEEN, ByteBuffer.allocate(bytes))));
    }

    private static Outgoing outgoing(Message<String> message) {
        return Outgoing.of(message, message.body().getBytes(UTF_8), 1);
    }

    private Relocation move(Range from, String body) {
        return move(from, Message.of(body));
    }

    /** Moves a message of the first segment to the end of the log. */
    private Relocation move(Range from, Message<String> message) {
        MessageContent content = new MessageContent(outgoing(message).entry().content());
        CopyRecord copy = new CopyRecord(from.from(), List.of(), content);
        log().append(List.of(Log.Entry.of(RecordType.COPY, copy.encode())));
        Range to = new Range(
                from.from(), from.to(), log().activeSegment(), log().lastStart(), log().durableEnd(), 1, from.bytes());
        Moved moved = new Moved(
                from.from(),
                Location.of(from.segment(), from.start()),
                Location.of(to.segment(), to.start()),
                (int) from.bytes(),
                content.due());
        Relocation relocation = new Relocation(to.segment(), List.of(moved));
        ledger.moved(List.of(to), relocation);
        return relocation;
    }

    private Backlog backlog() throws IOException {
        return new Backlog(0, ledger, disk, new Delays(disk, "delays"), new HashMap<>());
    }

    private static String body(@Nullable Item item) {
        return SteppedQueue.text(
                Objects.requireNonNull(Objects.requireNonNull(item).content).body());
    }

    @Test
    void the_cursor_finds_what_comes_after_the_messages_that_it_has_passed_were_moved() throws IOException {
        other(1_500);
        Range last = stored("moved");
        try (Backlog backlog = backlog()) {
            backlog.fill(NOW);
            other(3_000);
            backlog.relocate(move(last, "moved"));
            stored("next");

            backlog.fill(NOW);

            assertThat(List.of(body(backlog.poll()), body(backlog.poll()))).containsExactly("moved", "next");
        }
    }

    @Test
    void a_dead_letter_that_is_moved_while_it_is_tried_again_comes_all_the_same() throws IOException {
        Range dead = stored("dead");
        long id = dead.from();
        ledger.with(0, own -> own.open().remove(id));
        try (Backlog backlog = backlog()) {
            backlog.fill(NOW);
            other(3_800);
            ledger.with(0, own -> {
                own.open().add(id);
                return id;
            });
            Relocation relocation = move(dead, "dead");

            backlog.revive(Location.of(dead.segment(), dead.start()), NOW);
            backlog.relocate(relocation);

            assertThat(body(backlog.poll())).isEqualTo("dead");
        }
    }

    @Test
    void a_move_of_what_the_group_is_done_with_does_not_change_how_many_are_delayed() throws IOException {
        Message<String> once = Message.of("once delayed").delay(Duration.ofMillis(500));
        Range first = stored(once);
        other(3_700);
        stored(Message.of("delayed").delay(Duration.ofHours(1)));
        try (Backlog backlog = backlog()) {
            backlog.fill(NOW);
            Item done = Objects.requireNonNull(backlog.poll());
            ledger.with(0, own -> own.open().remove(done.id));
            backlog.finish(done, NOW);
            long before = backlog.delayedCount();

            backlog.relocate(move(first, once));
            backlog.fill(NOW);

            assertThat(List.of(before, backlog.delayedCount())).containsExactly(1L, 1L);
        }
    }

    @Test
    void a_delayed_message_that_is_moved_is_one_all_the_time() throws IOException {
        Message<String> message = Message.of("delayed").delay(Duration.ofHours(1));
        Range first = stored(message);
        try (Backlog backlog = backlog()) {
            backlog.fill(NOW);
            other(3_800);
            backlog.relocate(move(first, message));

            long moved = backlog.delayedCount();
            backlog.fill(NOW + 3_600_000);

            assertThat(List.of(moved, backlog.delayedCount())).containsExactly(1L, 0L);
            assertThat(body(backlog.poll())).isEqualTo("delayed");
        }
    }
}
