package dev.scalekit.queue;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.scalekit.queue.SimDisk.Fault;
import dev.scalekit.queue.SimDisk.FaultAt;
import dev.scalekit.testkit.Seeds;
import dev.scalekit.testkit.Tally;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Plants bugs under a queue, each of which the harness must find. */
final class QueuePlantedBugsTest {
    private static final long SEED = 19;
    private static final int MOST_SEEDS = 60;
    private static final short NO_GROUP = (short) 0xFFFF;

    /** Something that a queue might do wrong. */
    enum Bug {
        /** A copy does not tell what the groups have made of the message. */
        COPIES_WITHOUT_FATES("is open again") {
            @Override
            void change(byte type, ByteBuffer content) {
                if (type == RecordType.COPY) {
                    int count = content.position(Long.BYTES).getShort();
                    for (int i = 0; i < count; i++) {
                        content.putShort(NO_GROUP);
                        if (content.get() == 2) {
                            Dead.decode(content);
                        }
                    }
                }
            }
        },
        /** A copy is not of the message. */
        COPIES_OF_SOMETHING_ELSE("nobody has sent it") {
            @Override
            void change(byte type, ByteBuffer content) {
                if (type == RecordType.COPY) {
                    content.put(content.limit() - 1, (byte) '?');
                }
            }
        },
        /** Acknowledgements are passed over when a queue is opened. */
        DONE_IS_FORGOTTEN("is open again") {
            @Override
            void change(byte type, ByteBuffer content) {
                if (type == RecordType.DONE) {
                    content.putShort(NO_GROUP);
                }
            }
        },
        DEAD_IS_FORGOTTEN("is open again") {
            @Override
            void change(byte type, ByteBuffer content) {
                if (type == RecordType.DEAD) {
                    content.putShort(NO_GROUP);
                }
            }
        },
        REDRIVING_IS_FORGOTTEN("is dead") {
            @Override
            void change(byte type, ByteBuffer content) {
                if (type == RecordType.BURIED) {
                    content.putShort(NO_GROUP);
                }
            }
        },
        /** Where messages were moved to is passed over when a queue is opened. */
        MOVED_IS_FORGOTTEN("acknowledged, and lost") {
            @Override
            void change(byte type, ByteBuffer content) {
                for (int at = 0; type == RecordType.MOVED && at < content.limit(); at += Range.BYTES) {
                    content.putLong(at + 2 * Long.BYTES, 0);
                }
            }
        },
        /** Deduplication ids go with their segment. */
        SEEN_IS_FORGOTTEN("within the window") {
            @Override
            void change(byte type, ByteBuffer content) {
                for (int at = 0;
                        type == RecordType.SEEN && at < content.limit();
                        at += DeduplicationWindow.Seen.BYTES) {
                    content.putLong(at, 0);
                }
            }
        },
        /** What is to come later comes at once. */
        DELAY_IS_FORGOTTEN("is due") {
            @Override
            void change(byte type, ByteBuffer content) {
                if (type == RecordType.MESSAGE) {
                    content.putLong(Long.BYTES, 0);
                }
            }
        };

        private final String accusation;

        Bug(String accusation) {
            this.accusation = accusation;
        }

        abstract void change(byte type, ByteBuffer content);
    }

    @ParameterizedTest
    @EnumSource
    void a_wrong_record_is_found(Bug bug) {
        try (Tally planted = Tally.of("queue.planted-bugs", SEED)) {
            planted.count(() -> requireFound(
                    disk -> new TamperedDisk(disk) {
                        @Override
                        void change(byte type, ByteBuffer content) {
                            bug.change(type, content);
                        }
                    },
                    bug.accusation));
        }
    }

    @Test
    void attempts_that_are_written_after_the_delivery_are_found() {
        try (Tally planted = Tally.of("queue.planted-bugs", SEED)) {
            planted.count(() -> requireFound(LateAttempts::new, "attempt "));
        }
    }

    private static void requireFound(UnaryOperator<Disk> bug, String accusation) {
        assertThatThrownBy(() -> {
                    for (long seed = SEED; seed < SEED + MOST_SEEDS; seed++) {
                        SimDisk disk = new SimDisk();
                        QueueRun run = new QueueRun(Seeds.random(seed), false).draining();
                        run.on(bug.apply(disk), 300);
                        new QueueCheck(run.promises().copy(), run.clock()).check(disk);
                    }
                })
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining(accusation);
    }

    @Test
    void a_disk_that_only_pretends_to_force_is_found() {
        try (Tally planted = Tally.of("queue.planted-bugs", SEED)) {
            planted.count(() -> requireFound(new PretendingDisk(true, false)));
            planted.count(() -> requireFound(new PretendingDisk(false, true)));
        }
    }

    private static void requireFound(SimDisk kind) {
        assertThatThrownBy(() -> {
                    boolean finished = false;
                    for (int at = 1; !finished; at++) {
                        SimDisk disk = kind.fresh();
                        disk.fail(new FaultAt(at, Fault.CRASH));
                        QueueRun run = new QueueRun(Seeds.random(SEED), false);
                        finished = run.on(disk, 70);
                        new QueueCheck(run.promises().afterPowerCut(), run.clock()).check(disk.copy());
                    }
                })
                // A message is gone, or the log says that something is.
                .isInstanceOfAny(AssertionError.class, CorruptLogException.class);
    }

    /** The attempts are written only when something else is done: a kill may come before. */
    private static final class LateAttempts extends TamperedDisk {
        private final Deque<Late> late = new ArrayDeque<>();

        private record Late(DiskFile file, long offset, ByteBuffer bytes) {}

        LateAttempts(Disk disk) {
            super(disk);
        }

        @Override
        public Set<String> list() throws IOException {
            // Another process has come, and what was late is lost.
            late.clear();
            return super.list();
        }

        @Override
        void before() throws IOException {
            for (Late one = late.pollFirst(); one != null; one = late.pollFirst()) {
                one.file.write(one.offset, one.bytes);
            }
        }

        @Override
        void write(DiskFile file, long offset, ByteBuffer bytes) {
            ByteBuffer copy = ByteBuffer.allocate(bytes.remaining()).put(bytes).flip();
            late.add(new Late(file, offset, copy));
        }
    }
}
