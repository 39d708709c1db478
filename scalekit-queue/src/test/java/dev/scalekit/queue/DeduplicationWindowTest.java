package dev.scalekit.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.scalekit.queue.DeduplicationWindow.Hash;
import dev.scalekit.queue.DeduplicationWindow.Seen;
import dev.scalekit.testkit.Seeds;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

final class DeduplicationWindowTest {
    private static final long SEED = 37;
    private static final long NOW = 1_800_000_000_000L;

    private final DeduplicationWindow window = new DeduplicationWindow(Duration.ofSeconds(10), 100);

    @Test
    void an_id_is_known_until_its_time_is_over() {
        window.add("o-17", 5, NOW, 1);

        assertThat(window.find("o-17", NOW + 9_999)).isEqualTo(new Seen(Hash.of("o-17"), 5, NOW));
        assertThat(window.find("o-18", NOW)).isNull();
        assertThat(window.find("o-17", NOW + 10_000)).isNull();
        assertThat(window.size()).isZero();
        assertThat(window.droppedEarly()).isZero();
    }

    @Test
    void the_first_of_too_many_goes_and_is_counted_if_it_was_early() {
        window.add("first", 1, NOW, 1);
        for (int i = 0; i < 100; i++) {
            window.add("id" + i, 2 + i, NOW + 1, 1);
        }
        assertThat(window.find("first", NOW)).isNull();
        assertThat(window.find("id0", NOW)).isNotNull();
        assertThat(window.droppedEarly()).isEqualTo(1);

        window.add("much later", 200, NOW + 20_000, 2);

        assertThat(window.size()).isEqualTo(100);
        assertThat(window.droppedEarly()).as("the time of that one was over").isEqualTo(1);
    }

    @Test
    void a_clock_that_goes_back_does_not_keep_what_comes_behind_known() {
        window.add("before", 1, NOW + 3_600_000, 1);
        window.add("after", 2, NOW, 1);

        assertThat(window.find("after", NOW + 10_000)).isNull();
        assertThat(window.find("before", NOW + 10_000)).isNotNull();
        assertThat(window.livingIn(1, NOW + 10_000)).hasSize(1);
    }

    @Test
    void records_that_were_written_again_live_where_they_were_written() {
        window.add("a", 1, NOW, 1);
        window.add("b", 2, NOW, 1);
        window.add("c", 3, NOW + 5_000, 1);
        window.add("d", 4, NOW, 2);
        assertThat(window.livingIn(1, NOW)).extracting(Seen::messageId).containsExactlyInAnyOrder(1L, 2L, 3L);

        window.add("b", 2, NOW, 3);
        window.moved(1, 2);

        assertThat(window.livingIn(1, NOW)).isEmpty();
        assertThat(window.livingIn(2, NOW)).extracting(Seen::messageId).containsExactlyInAnyOrder(1L, 3L, 4L);
        assertThat(window.livingIn(3, NOW)).extracting(Seen::messageId).containsExactly(2L);
        assertThat(window.livingIn(2, NOW + 10_000)).extracting(Seen::messageId).containsExactly(3L);
    }

    @Test
    void it_answers_like_a_list() {
        Seeds.forAllSequences(SEED, 300, DeduplicationWindowTest::steps, steps -> {
            DeduplicationWindow tested = new DeduplicationWindow(Duration.ofMillis(50), 8);
            Model model = new Model();
            for (Step step : steps) {
                step.check(tested, model);
            }
        });
    }

    @Test
    void a_hash_is_the_first_half_of_sha_256() {
        // FIPS 180-4's example: SHA-256("abc").
        assertThat(Hash.of("abc")).isEqualTo(new Hash(0xBA7816BF8F01CFEAL, 0x414140DE5DAE2223L));
        assertThat(Hash.of("ü\uD83D\uDE00")).isNotEqualTo(Hash.of("??"));
    }

    @Test
    void what_is_no_text_is_refused_rather_than_taken_for_another_id() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> window.find("\uD83D", NOW))
                .withMessageContaining("surrogate");
    }

    @Test
    void what_was_seen_is_32_bytes() {
        Seen seen = new Seen(Hash.of("x"), Long.MAX_VALUE, NOW);
        ByteBuffer bytes = ByteBuffer.allocate(Seen.BYTES);

        seen.encode(bytes);

        assertThat(bytes.hasRemaining()).isFalse();
        assertThat(Seen.decode(bytes.flip())).isEqualTo(seen);
    }

    @Test
    void limits_that_cannot_be_are_refused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new DeduplicationWindow(Duration.ZERO, 1))
                .withMessage("length must be at least 1 ms: PT0S");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new DeduplicationWindow(Duration.ofSeconds(1), 0))
                .withMessage("maximum must be at least 1: 0");
    }

    private static List<Step> steps(RandomGenerator random) {
        List<Step> steps = new ArrayList<>();
        long now = NOW;
        for (int i = 0; i < 200; i++) {
            now += random.nextInt(40) == 0 ? random.nextLong(-60, 60) : random.nextLong(8);
            What what = What.values()[random.nextInt(What.values().length)];
            steps.add(new Step(what, i + 1, "id" + random.nextInt(14), now, random.nextLong(1, 4)));
        }
        return steps;
    }

    private enum What {
        ADD,
        ADD_AGAIN,
        ADD_NEW,
        FIND,
        REMOVE,
        MOVED
    }

    private record Step(What what, long message, String id, long now, long segment) {
        void check(DeduplicationWindow window, Model model) {
            switch (what) {
                case ADD -> {
                    window.add(id, message, now, segment);
                    model.add(id, message, now, segment);
                }
                case ADD_AGAIN ->
                    model.members.stream().findAny().ifPresent(member -> {
                        window.add(member.id, member.message, member.sentAt, segment);
                        model.add(member.id, member.message, member.sentAt, segment);
                    });
                case ADD_NEW -> {
                    model.expire(now);
                    if (window.find(id, now) == null) {
                        window.add(id, message, now, segment);
                        model.add(id, message, now, segment);
                    }
                }
                case FIND -> {
                    Seen seen = window.find(id, now);
                    assertThat(seen == null ? -1 : seen.messageId()).isEqualTo(model.find(id, now));
                }
                case REMOVE -> {
                    window.remove(id);
                    model.members.removeIf(member -> member.id.equals(id));
                }
                case MOVED -> {
                    window.moved(segment, segment + 1);
                    model.moved(segment);
                }
            }
            for (long each = 1; each <= 5; each++) {
                assertThat(window.livingIn(each, now))
                        .extracting(Seen::messageId)
                        .containsExactlyInAnyOrderElementsOf(model.livingIn(each, now));
            }
            assertThat(window.size()).isEqualTo(model.members.size()).isLessThanOrEqualTo(8);
            assertThat(window.droppedEarly()).isEqualTo(model.dropped);
        }
    }

    private record Member(String id, long message, long sentAt, long segment) {
        boolean isOver(long now) {
            return now - sentAt >= 50;
        }
    }

    private static final class Model {
        private final List<Member> members = new ArrayList<>();
        private long dropped;

        void expire(long now) {
            while (!members.isEmpty() && members.get(0).isOver(now)) {
                members.remove(0);
            }
        }

        long find(String id, long now) {
            expire(now);
            return members.stream()
                    .filter(member -> member.id.equals(id) && !member.isOver(now))
                    .mapToLong(Member::message)
                    .findAny()
                    .orElse(-1);
        }

        void add(String id, long message, long sentAt, long segment) {
            Member added = new Member(id, message, sentAt, segment);
            for (int i = 0; i < members.size(); i++) {
                if (members.get(i).id.equals(id) && members.get(i).message == message) {
                    members.set(i, added);
                    return;
                }
            }
            members.removeIf(member -> member.id.equals(id));
            members.add(added);
            if (members.size() > 8) {
                dropped += members.remove(0).isOver(sentAt) ? 0 : 1;
            }
        }

        void moved(long segment) {
            members.replaceAll(member -> member.segment == segment
                    ? new Member(member.id, member.message, member.sentAt, segment + 1)
                    : member);
        }

        List<Long> livingIn(long segment, long now) {
            return members.stream()
                    .filter(member -> member.segment == segment && !member.isOver(now))
                    .map(Member::message)
                    .toList();
        }
    }
}
