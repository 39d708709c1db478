package dev.scalekit.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scalekit.testkit.Seeds;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class GhostsTest {

    @Test
    void nothing_is_remembered_at_first() {
        Ghosts ghosts = new Ghosts(100);

        boolean before = IntStream.range(-1_000, 1_000).anyMatch(ghosts::remove);
        ghosts.add(5);
        boolean after = IntStream.range(-1_000, 1_000).filter(hash -> hash != 5).anyMatch(ghosts::remove);

        assertThat(before).isFalse();
        assertThat(after).isFalse();
    }

    @Test
    void what_is_found_is_forgotten() {
        Ghosts ghosts = new Ghosts(100);
        ghosts.add(5);

        assertThat(ghosts.remove(5)).isTrue();
        assertThat(ghosts.remove(5)).isFalse();
    }

    @Test
    void what_has_no_room_is_not_remembered() {
        Ghosts ghosts = new Ghosts(0);

        ghosts.add(5);

        assertThat(ghosts.remove(5)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 90, 1_000, 100_000})
    void what_was_added_longer_ago_than_there_is_room_is_forgotten(int room) {
        Ghosts ghosts = new Ghosts(room);

        IntStream.range(0, 3 * room).forEach(ghosts::add);

        assertThat(IntStream.range(0, 2 * room).anyMatch(ghosts::remove)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {90, 1_000, 100_000})
    void nearly_all_that_there_is_room_for_is_remembered_and_of_the_last_half_all_but_a_few(int room) {
        Ghosts ghosts = new Ghosts(room);
        RandomGenerator random = Seeds.random(3);
        int[] hashes = random.ints(3L * room).toArray();
        for (int hash : hashes) {
            ghosts.add(hash);
        }

        long lastHalf = IntStream.range(3 * room - room / 2, 3 * room)
                .filter(i -> ghosts.remove(hashes[i]))
                .count();
        long before = IntStream.range(2 * room, 3 * room - room / 2)
                .filter(i -> ghosts.remove(hashes[i]))
                .count();

        assertThat(lastHalf).isGreaterThanOrEqualTo(room / 2 * 99 / 100);
        assertThat(before).isGreaterThanOrEqualTo(room / 2 * 85 / 100);
    }
}
