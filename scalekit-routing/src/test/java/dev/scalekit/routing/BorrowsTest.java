package dev.scalekit.routing;

import dev.scalekit.testkit.Effort;
import dev.scalekit.testkit.Evidence;
import dev.scalekit.testkit.Seeds;
import java.time.Duration;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Many borrows by several threads, whatever happens to them. */
@Timeout(3_000)
final class BorrowsTest {

    @Test
    void whatever_happens_to_a_borrow_everything_is_back_in_the_pool_afterwards() throws Exception {
        requireAllBack(borrows -> {});
    }

    /** Some fail at once, as more threads read than may; the others are aborted, lost and closed as above. */
    @Test
    void whatever_happens_to_reads_on_the_primary_as_many_may_be_there_afterwards() throws Exception {
        requireAllBack(Borrows::loseReplica);
    }

    private static void requireAllBack(Consumer<Borrows> before) throws Exception {
        // A million in the long run.
        int each = Effort.scaled(2_000, 12_500);
        long seed = Seeds.fresh();
        long start = System.nanoTime();
        try (Borrows borrows = new Borrows(pool -> pool)) {
            before.accept(borrows);
            borrows.run(seed, each);

            long leaks = borrows.left().stream().filter(count -> count > 0).count();
            Duration took = Duration.ofNanos(System.nanoTime() - start);
            Evidence.append("routing.borrows", (long) Borrows.THREADS * each, leaks, took, seed);
            borrows.requireAllBack();
        }
    }
}
