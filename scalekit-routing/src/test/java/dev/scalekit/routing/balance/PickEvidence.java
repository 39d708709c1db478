package dev.scalekit.routing.balance;

import dev.scalekit.testkit.Evidence;
import java.time.Duration;

/** Writes down how many picks were made to show how they are divided. Not instantiable. */
final class PickEvidence {
    private PickEvidence() {}

    /** @param check makes the picks, and throws if they are not divided as they should be */
    static void of(int picks, Runnable check) {
        long start = System.nanoTime();
        boolean held = false;
        try {
            check.run();
            held = true;
        } finally {
            Evidence.append("routing.picks", picks, held ? 0 : 1, Duration.ofNanos(System.nanoTime() - start), 0);
        }
    }
}
