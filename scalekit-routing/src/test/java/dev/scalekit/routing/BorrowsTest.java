package dev.scalekit.routing;

import dev.scalekit.testkit.Effort;
import dev.scalekit.testkit.Evidence;
import dev.scalekit.testkit.Seeds;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Many borrows by several threads, whatever happens to them. */
@Timeout(3_000)
final class BorrowsTest {

    @Test
    void whatever_happens_to_a_borrow_everything_is_back_in_the_pool_afterwards() throws Exception {
        long seed = Seeds.fresh();
        long start = System.nanoTime();
        // A million in the long run.
        int each = Effort.scaled(2_000, 12_500);
        try (Borrows borrows = new Borrows(pool -> pool)) {
            borrows.run(seed, each);

            long leaks = borrows.left().stream().filter(count -> count > 0).count();
            Duration took = Duration.ofNanos(System.nanoTime() - start);
            Evidence.append("routing.borrows", (long) Borrows.THREADS * each, leaks, took, seed);
            borrows.requireAllBack();
        }
    }
}
