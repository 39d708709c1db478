package dev.scalekit.routing.balance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scalekit.routing.VirtualThreads;
import dev.scalekit.testkit.Effort;
import dev.scalekit.testkit.Tally;
import java.io.IOException;
import java.net.ConnectException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.io.TempDir;

/** Ten thousand virtual threads call at once, and none holds on to its carrier because of the balancer (P21). */
@EnabledForJreRange(min = JRE.JAVA_21, disabledReason = "Virtual threads came with Java 21")
final class VirtualThreadTest {
    private static final int THREADS = Effort.upTo(10_000);

    private static final int FIRST_CALLS = 20;

    @TempDir
    Path folder;

    private List<String> pinned(int count, Runnable each) throws Exception {
        return VirtualThreads.pinned(folder, LoadBalancer.class.getPackage(), count, each);
    }

    @Test
    void ten_thousand_virtual_threads_call_at_once_and_the_counts_add_up() throws Exception {
        AtomicInteger turn = new AtomicInteger();
        AtomicInteger answered = new AtomicInteger();
        AtomicInteger failed = new AtomicInteger();
        try (LoadBalancer<String> balancer = LoadBalancer.<String>builder()
                        .endpoint("a")
                        .endpoint("b")
                        .endpoint("c")
                        .balancer(Balancers.leastInFlight())
                        .build();
                Tally tally = Tally.of("routing.virtual-threads", 0)) {
            Runnable call = () -> {
                try {
                    balancer.call(target -> work(turn.incrementAndGet()));
                    answered.incrementAndGet();
                } catch (IOException e) {
                    failed.incrementAndGet();
                }
            };
            // On this thread first: while a class is loaded, a virtual thread keeps its carrier, whatever the class
            // does.
            for (int i = 0; i < FIRST_CALLS; i++) {
                call.run();
            }
            List<String> pinned = pinned(THREADS, () -> tally.count(call::run));

            BalancerStats stats = balancer.stats();
            List<Long> outcomes = CallTest.outcomes(balancer);
            assertThat(pinned).isEmpty();
            assertThat(answered.get() + failed.get()).isEqualTo(FIRST_CALLS + THREADS);
            assertThat(stats.picks()).isEqualTo(FIRST_CALLS + THREADS + stats.retries());
            // Successes, then local failures, each of which was retried or thrown.
            assertThat(outcomes).containsExactly((long) answered.get(), stats.retries() + failed.get(), 0L, 0L, 0L);
            assertThat(stats.retries()).isPositive();
        }
    }

    /** Gives up the carrier, as a call does that waits for an answer; every seventh is not reached. */
    private static int work(int turn) throws IOException {
        LockSupport.parkNanos(Duration.ofMillis(2).toNanos());
        if (turn % 7 == 0) {
            throw new ConnectException("refused");
        }
        return turn;
    }

    @Test
    void a_thread_that_keeps_its_carrier_is_found() throws Exception {
        try (Tally planted = Tally.of("routing.balance-planted-bugs", 0)) {
            List<String> pinned = pinned(10, () -> assertThat(Pinning.VALUE).isEqualTo(1));

            planted.count(() -> assertThat(pinned).isNotEmpty());
        }
    }

    /** Waits while its class is initialized, in which a virtual thread keeps its carrier in all releases. */
    private static final class Pinning {
        private static final int VALUE = slowly();

        private static int slowly() {
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
            return 1;
        }
    }
}
