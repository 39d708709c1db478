package dev.scalekit.queue;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.scalekit.queue.Relocation.Moved;
import java.io.IOException;
import java.nio.ByteBuffer;
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
        long id = log().append(List.of(outgoing(body).entry()));
        Range range = new Range(
                id,
                id + 1,
                log().activeSegment(),
                log().lastStart(),
                log().durableEnd(),
                1,
                outgoing(body).entry().size());
        ledger.stored(range, new long[] {id});
        return range;
    }

    /** Appends something that is no message. */
    private void other(int bytes) {
        log().append(List.of(Log.Entry.of(RecordType.SEEN, ByteBuffer.allocate(bytes))));
    }

    private static Outgoing outgoing(String body) {
        return Outgoing.of(Message.of(body), body.getBytes(UTF_8), 1);
    }

    /** Moves a message of the first segment to the end of the log. */
    private Relocation move(Range from, String body) {
        CopyRecord copy = new CopyRecord(
                from.from(),
                List.of(),
                new MessageContent(outgoing(body).entry().content()));
        log().append(List.of(Log.Entry.of(RecordType.COPY, copy.encode())));
        Range to = new Range(
                from.from(), from.to(), log().activeSegment(), log().lastStart(), log().durableEnd(), 1, from.bytes());
        Moved moved = new Moved(
                from.from(),
                Location.of(from.segment(), from.start()),
                Location.of(to.segment(), to.start()),
                (int) from.bytes(),
                0);
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
}
