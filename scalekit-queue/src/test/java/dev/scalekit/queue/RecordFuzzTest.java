package dev.scalekit.queue;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.scalekit.queue.Frame.Place;
import dev.scalekit.queue.GroupsRecord.Declared;
import dev.scalekit.queue.Log.Entry;
import dev.scalekit.testkit.Effort;
import dev.scalekit.testkit.Seeds;
import dev.scalekit.testkit.Tally;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Contents of records that no queue writes, behind checksums that are right: from another release, a broken memory, or
 * somebody's hand. They are read, or refused as damage, and no length in them is believed before it was compared.
 */
final class RecordFuzzTest {
    private static final long SEED = 37;
    private static final int CASES = 25_000;
    private static final int MOST_BYTES = 200;
    private static final int[] EXTREMES = {0, 1, 0x7F, 0x80, 0xFF, 0x7FFF, 0x8000, 0xFFFF, Integer.MAX_VALUE, -1};

    /** A kind of record, as a queue writes it. */
    enum Kind {
        MESSAGE(RecordType.MESSAGE, message()),
        COPY(
                RecordType.COPY,
                new CopyRecord(
                                3,
                                List.of(new CopyRecord.Fate(1, null), new CopyRecord.Fate(2, death())),
                                new MessageContent(message()))
                        .encode()),
        DONE(RecordType.DONE, new DoneRecord(1, new long[] {1, 2, 300, 70_000}).encode()),
        DEAD(
                RecordType.DEAD,
                ByteBuffer.allocate(100)
                        .putShort((short) 1)
                        .putLong(2)
                        .put(death().encode())
                        .flip()),
        BURIED(RecordType.BURIED, new BuriedRecord(1, 2, true).encode()),
        GROUPS(
                RecordType.GROUPS,
                new GroupsRecord(List.of(new Declared(1, 1, "bills"), new Declared(2, 2, "mails"))).encode()),
        SEEN(RecordType.SEEN, seen()),
        MOVED(RecordType.MOVED, moved()),
        TRIM(Frame.TRIM, LogReader.trimmed(1)),
        SEGMENT_START(Frame.SEGMENT_START, new SegmentStart(0, 0, 1).encode()),
        BATCH_END(Frame.BATCH_END, new BatchEnd(4_096, 4_096, 0).encode());

        private final byte type;

        @SuppressWarnings("ImmutableEnumChecker") // Nobody writes to it.
        private final byte[] valid;

        Kind(byte type, ByteBuffer valid) {
            this.type = type;
            this.valid = new byte[valid.remaining()];
            valid.get(this.valid);
        }

        private static Dead death() {
            return new Dead(Location.of(1, 4_096), 5, 1_000, "no such customer");
        }

        private static ByteBuffer message() {
            Message<String> message =
                    Message.of("body").key("k-1").header("name", "value").deduplicationId("o-17");
            return MessageContent.encode(message, "body".getBytes(UTF_8), 1_000);
        }

        private static ByteBuffer seen() {
            ByteBuffer content = ByteBuffer.allocate(2 * DeduplicationWindow.Seen.BYTES);
            for (String id : List.of("o-1", "o-2")) {
                new DeduplicationWindow.Seen(DeduplicationWindow.Hash.of(id), 2, 1_000).encode(content);
            }
            return content.flip();
        }

        private static ByteBuffer moved() {
            ByteBuffer content = ByteBuffer.allocate(2 * Range.BYTES);
            new Range(1, 4, 1, 4_096, 5_000, 3, 900).put(content);
            new Range(7, 8, 1, 5_000, 5_100, 1, 100).put(content);
            return content.flip();
        }
    }

    private final SimDisk disk = new SimDisk();
    private Place start = new Place(0, 0, 0);
    private Place end = new Place(0, 0, 0);

    @BeforeEach
    void fill() throws IOException {
        try (Log log = Log.open(disk, LogRun.SMALL, new LogRun.Found())) {
            log.append(List.of(
                    Entry.of(RecordType.GROUPS, bytesOf(Kind.GROUPS)),
                    Entry.of(RecordType.MESSAGE, bytesOf(Kind.MESSAGE)),
                    Entry.of(RecordType.MESSAGE, bytesOf(Kind.MESSAGE))));
            long segment = log.activeSegment();
            long seed = SegmentHeader.decode("log", ByteBuffer.wrap(disk.bytes(Segment.name(segment))))
                    .orElseThrow()
                    .seed();
            start = new Place(seed, segment, SegmentHeader.BYTES);
            end = new Place(seed, segment, log.durableEnd());
        }
    }

    private static ByteBuffer bytesOf(Kind kind) {
        return ByteBuffer.wrap(kind.valid);
    }

    @ParameterizedTest
    @EnumSource
    void whatever_a_record_says_it_is_read_or_refused_as_damage(Kind kind) throws IOException {
        RandomGenerator random = Seeds.random(SEED);
        try (Tally tally = Tally.of("queue.record-fuzz", SEED)) {
            for (int i = 0; i < Effort.scaled(CASES / Kind.values().length, 2 * CASES / Kind.values().length); i++) {
                byte[] content = random.nextInt(8) == 0 ? random(random) : mutated(kind.valid, random);
                String where =
                        "seed " + SEED + ", case " + i + ", " + HexFormat.of().formatHex(content);
                tally.count(() -> requireReadOrRefused(kind, content, where));
            }
        }
    }

    private static byte[] random(RandomGenerator random) {
        byte[] bytes = new byte[random.nextInt(MOST_BYTES)];
        random.nextBytes(bytes);
        return bytes;
    }

    /** Bytes that were changed, above all such that tell a length; and perhaps fewer or more of them. */
    private static byte[] mutated(byte[] valid, RandomGenerator random) {
        byte[] bytes = valid.clone();
        ByteBuffer all = ByteBuffer.wrap(bytes);
        for (int i = random.nextInt(4); i >= 0; i--) {
            int extreme = EXTREMES[random.nextInt(EXTREMES.length)];
            int at = random.nextInt(bytes.length);
            int left = bytes.length - at;
            switch (random.nextInt(5)) {
                case 0 -> all.put(at, (byte) random.nextInt());
                case 1 -> all.put(at, (byte) extreme);
                case 2 -> all.putShort(Math.max(0, at - 2), (short) extreme);
                case 3 -> all.putInt(left < 4 ? 0 : at, extreme);
                default -> all.putLong(left < 8 ? 0 : at, random.nextLong(-2, 8));
            }
        }
        boolean isCut = random.nextInt(4) == 0;
        return isCut ? Arrays.copyOf(bytes, random.nextInt(bytes.length + 20)) : bytes;
    }

    /** Puts a record into the log, with its checksums, and takes it out again. */
    private void requireReadOrRefused(Kind kind, byte[] content, String where) throws IOException {
        Place place = kind == Kind.SEGMENT_START ? start : end;
        byte[] segment = disk.bytes(Segment.name(place.segment()));
        byte[] before = segment.clone();
        Arrays.fill(segment, (int) place.offset(), segment.length, (byte) 0);
        ByteBuffer into = ByteBuffer.wrap(segment).position((int) place.offset());
        if (kind == Kind.BATCH_END) {
            put(into, place, Entry.of(Frame.BATCH_END, ByteBuffer.wrap(content)));
        } else {
            put(into, place, Entry.of(kind.type, ByteBuffer.wrap(content)));
            put(into, place, Entry.of(Frame.BATCH_END, new BatchEnd(place.offset(), place.offset(), 1).encode()));
        }
        try {
            read(kind, place);
        } catch (QueueException refused) {
            // As it should be.
        } catch (IllegalArgumentException e) {
            // A group that is not declared is one, and refused as such.
            if (!String.valueOf(e.getMessage()).startsWith("The directory has a group ")) {
                throw new AssertionError(where + ": " + e, e);
            }
        } catch (RuntimeException | Error e) {
            throw new AssertionError(where + ": " + e, e);
        } finally {
            System.arraycopy(before, 0, segment, 0, before.length);
        }
    }

    private static void put(ByteBuffer into, Place place, Entry entry) {
        Frame.put(into, new Place(place.seed(), place.segment(), into.position()), 10, entry);
    }

    private void read(Kind kind, Place place) throws IOException {
        Recovery recovery = new Recovery(
                new DeduplicationWindow(Duration.ofMinutes(1), 100),
                new Options.Groups(List.of("bills", "mails"), Set.of()));
        try (OpenSegments segments = OpenSegments.of(disk)) {
            LogReader reader = new LogReader(recovery);
            segments.read(reader);
            recovery.end(reader.nextSequence());
        }
        recovery.ledger();
        if (kind == Kind.MESSAGE || kind == Kind.COPY) {
            try (MessageReader reader = new MessageReader(disk, 1 << 12)) {
                MessageContent message = reader.messageAt(Location.of(place.segment(), place.offset()))
                        .content();
                message.body();
                try {
                    message.message(body -> body);
                } catch (IllegalArgumentException | BufferUnderflowException | IndexOutOfBoundsException e) {
                    // Whoever looks at it is told.
                }
            }
        }
    }
}
