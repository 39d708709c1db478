package dev.scalekit.routing.balance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scalekit.testkit.Effort;
import dev.scalekit.testkit.Seeds;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import org.junit.jupiter.api.Test;

final class RetryBudgetTest {
    private static final long SEED = 53;
    private static final long SECOND = Duration.ofSeconds(1).toNanos();
    private static final long START = -3 * SECOND;

    private static RetryBudget budget(double share, int perSecond) {
        return new RetryBudget(new Retries(share, perSecond, 3), START);
    }

    private static int withdrawn(RetryBudget budget, long now) {
        int count = 0;
        while (count < 100_000 && budget.tryWithdraw(now)) {
            count++;
        }
        return count;
    }

    private static void deposit(RetryBudget budget, int calls, long now) {
        for (int i = 0; i < calls; i++) {
            budget.deposit(now);
        }
    }

    @Test
    void a_share_of_the_calls_may_be_retries() {
        RetryBudget budget = budget(0.2, 0);

        deposit(budget, 1_000, START);

        assertThat(withdrawn(budget, START)).isEqualTo(200);
    }

    @Test
    void some_a_second_are_allowed_besides_and_ten_seconds_of_them_at_once() {
        assertThat(withdrawn(budget(0, 10), START)).isEqualTo(100);
        assertThat(withdrawn(budget(0.2, 10), START)).isEqualTo(100);
    }

    @Test
    void nothing_is_allowed_where_nothing_was_given() {
        RetryBudget budget = budget(0, 0);

        deposit(budget, 1_000, START);

        assertThat(budget.tryWithdraw(START)).isFalse();
    }

    @Test
    void what_is_older_than_ten_seconds_counts_no_more_neither_calls_nor_retries() {
        RetryBudget budget = budget(0.2, 0);

        deposit(budget, 1_000, START);
        deposit(budget, 10, START + 5 * SECOND);
        int within = withdrawn(budget, START + 9 * SECOND);
        deposit(budget, 100, START + 12 * SECOND);
        int after = withdrawn(budget, START + 12 * SECOND);
        int later = withdrawn(budget, START + 19 * SECOND);

        assertThat(within).isEqualTo(202);
        // 110 calls allow 22, but 202 were made in the last ten seconds.
        assertThat(after).isZero();
        assertThat(later).isEqualTo(20);
    }

    @Test
    void after_a_long_silence_nothing_is_left_of_before() {
        RetryBudget budget = budget(1, 0);

        deposit(budget, 1_000, START + 3 * SECOND);

        assertThat(withdrawn(budget, START + 1_000_003 * SECOND)).isZero();
    }

    @Test
    void retries_never_exceed_the_share_and_the_rate_over_ten_seconds() {
        Seeds.forAll(SEED, Effort.scaled(200), random -> random, random -> {
            double share = random.nextInt(5) / 4.0;
            int perSecond = random.nextInt(4);
            RetryBudget budget = budget(share, perSecond);
            Deque<int[]> seconds = new ArrayDeque<>();
            for (long second = 0; second < 100; second += 1 + random.nextInt(3)) {
                long now = START + second * SECOND + random.nextLong(SECOND);
                int[] counts = {(int) second, random.nextInt(30), 0};
                deposit(budget, counts[1], now);
                seconds.add(counts);
                seconds.removeIf(old -> old[0] <= counts[0] - 10);
                int tried = random.nextInt(40);
                for (int i = 0; i < tried; i++) {
                    counts[2] += budget.tryWithdraw(now) ? 1 : 0;
                }
                int calls = seconds.stream().mapToInt(one -> one[1]).sum();
                int retries = seconds.stream().mapToInt(one -> one[2]).sum();
                double allowed = share * calls + perSecond * 10;
                assertThat(counts[2] == 0 || retries <= allowed).isTrue();
                assertThat(counts[2] == tried || retries + 1 > allowed)
                        .as("refused %s of %s while %s of %s were made", tried - counts[2], tried, retries, allowed)
                        .isTrue();
            }
        });
    }
}
