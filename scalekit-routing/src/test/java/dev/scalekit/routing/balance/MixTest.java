package dev.scalekit.routing.balance;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The values are pinned: if one of them changed, every key and every user would be sent somewhere else by an update. */
final class MixTest {
    private static final long SEED = 0x5EED;
    private static final int BITS = 100_000;

    @Test
    void texts_have_the_same_hash_in_every_release() {
        assertThat(Mix.hash("")).isEqualTo(0xF52A15E9A9B5E89BL);
        assertThat(Mix.hash("a")).isEqualTo(0xD0137A57D0EF408FL);
        assertThat(Mix.hash("user-4711")).isEqualTo(0xC45390AA5691C29AL);
        assertThat(Mix.hash("Zoë ☃")).isEqualTo(0xA9EC2D5D59B38599L);
        assertThat(Mix.hash("\uD800")).as("half of a pair").isEqualTo(0xAD09C29C9E8BC6B4L);
    }

    @Test
    void numbers_have_the_same_hash_in_every_release() {
        assertThat(Mix.next(0)).isEqualTo(0xE220A8397B1DCDAFL);
        assertThat(Mix.next(4711)).isEqualTo(0x85C7B09031F6EDDBL);
        assertThat(Mix.mix(0)).isZero();
        assertThat(Mix.mix(1)).isEqualTo(0x5692161D100B05E5L);
    }

    @Test
    void the_upper_half_and_the_lower_half_of_a_character_both_count() {
        assertThat(Mix.hash("\u0141")).isNotEqualTo(Mix.hash("A"));
        assertThat(Mix.hash("ab")).isNotEqualTo(Mix.hash("ba"));
    }

    @Test
    void a_number_below_a_bound_is_from_0_on_and_below_it() {
        assertThat(Mix.below(7, 0)).isZero();
        assertThat(Mix.below(7, -1)).isEqualTo(6);
        assertThat(Mix.below(1, -1)).isZero();
        assertThat(Mix.below(Integer.MAX_VALUE, -1)).isEqualTo(Integer.MAX_VALUE - 1);
    }

    @Test
    void a_unit_is_above_0_and_below_1() {
        assertThat(Mix.unit(0)).isGreaterThan(0).isLessThan(1e-15);
        assertThat(Mix.unit(-1)).isLessThan(1).isGreaterThan(1 - 1e-15);
        assertThat(Math.log(Mix.unit(-1))).as("a score divides by it").isNegative();
    }

    @Test
    void units_of_numbers_that_follow_each_other_are_spread_evenly() {
        int[] tenths = new int[10];

        for (int i = 0; i < BITS; i++) {
            tenths[(int) (10 * Mix.unit(Mix.next(SEED + i)))]++;
        }

        // Four standard deviations of a tenth of 100,000.
        assertThat(tenths).satisfies(all -> {
            for (int tenth : all) {
                assertThat(tenth).isBetween(BITS / 10 - 380, BITS / 10 + 380);
            }
        });
    }
}
