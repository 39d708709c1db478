package dev.scalekit.routing.balance;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.scalekit.testkit.Linearizability;
import dev.scalekit.testkit.Tally;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.jetbrains.lincheck.LincheckAssertionError;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.Validate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What the threads that call, and that drain, share, used by several at once. A whole balancer is tried by stress only: for
 * model checking, Lincheck rewrites so much of the JDK that this alone takes ten seconds.
 */
@Tag("lincheck")
final class LinearizabilityTest {
    private static final String CLAIM = "routing.linearizability";

    /** A balancer in which no time passes, and whose futures are completed by whoever comes by. */
    private static LoadBalancer<String> balancer(String... endpoints) {
        LoadBalancerBuilder<String> builder = LoadBalancer.builder();
        for (String endpoint : endpoints) {
            builder.endpoint(endpoint);
        }
        return builder.unattended(new Environment(() -> 0, () -> Instant.EPOCH, Runnable::run, Runnable::run));
    }

    /** A lease begins at the very moment in which the gate is shut. Whoever shuts it knows of the lease, or there is none. */
    @ParameterizedTest
    @EnumSource
    void the_gate_and_the_count_of_leases_agree(Linearizability shown) {
        shown.require(CLAIM, Gates.class);
    }

    /** Two leases are open from the beginning; each has a holder who ends it once. */
    public static class Gates {
        private final InFlight inFlight = new InFlight();
        private boolean firstEnded;
        private boolean secondEnded;

        public Gates() {
            inFlight.tryBegin();
            inFlight.tryBegin();
        }

        @Operation
        public boolean tryBegin() {
            return inFlight.tryBegin();
        }

        @Operation(nonParallelGroup = "first holder")
        public boolean endFirst() {
            boolean ends = !firstEnded;
            firstEnded = true;
            return ends && inFlight.end();
        }

        @Operation(nonParallelGroup = "second holder")
        public boolean endSecond() {
            boolean ends = !secondEnded;
            secondEnded = true;
            return ends && inFlight.end();
        }

        @Operation
        public boolean shut() {
            return inFlight.shut();
        }

        @Operation
        public void open() {
            inFlight.open();
        }

        @Operation
        public int count() {
            return inFlight.count();
        }
    }

    /** Two threads end the same lease, each in its way: one of them decides, and it is counted once. */
    @Test
    void a_lease_ends_once_and_is_retried_once() {
        Linearizability.BY_STRESS.require(CLAIM, Leases.class);
    }

    public static class Leases {
        private final LoadBalancer<String> balancer = balancer("a", "b");
        private final Lease<String> lease = balancer.pick();

        @Operation
        public void success() {
            lease.success();
        }

        @Operation
        public void failLocally() {
            lease.failed(Origin.LOCAL);
        }

        @Operation
        public void failExternally() {
            lease.failed(Origin.EXTERNAL);
        }

        @Operation
        public void close() {
            lease.close();
        }

        @Operation
        public boolean retry() {
            return lease.retry().isPresent();
        }

        @Operation
        public String outcome() {
            // Without the name, which is drawn.
            return lease.toString().substring("Lease[a".length());
        }

        @Validate
        public void isCountedOnce() {
            EndpointStats stats = balancer.stats().endpoint(lease.name());
            long ends = stats.successes() + stats.localFailures() + stats.externalFailures() + stats.cancelled();
            boolean isOpen = lease.toString().contains("open");
            if (ends != (isOpen ? 0 : 1) || stats.inFlight() != (isOpen ? 1 : 0)) {
                throw new IllegalStateException(lease + " is counted as " + stats);
            }
        }
    }

    /** Leases end, and the endpoint is taken back, while somebody drains it: that is over when it is idle, and not before. */
    @Test
    void a_drain_ends_when_the_last_lease_does() {
        Linearizability.BY_STRESS.require(CLAIM, Drains.class);
    }

    @Param(name = "lease", gen = IntGen.class, conf = "0:1")
    public static class Drains {
        private final LoadBalancer<String> balancer = balancer("a");
        private final Lease<String> first = balancer.pick();
        private final Lease<String> second = balancer.pick();
        private CompletableFuture<Drained> drain = new CompletableFuture<>();

        @Operation
        public void end(@Param(name = "lease") int lease) {
            (lease == 0 ? first : second).success();
        }

        @Operation(nonParallelGroup = "operator")
        public void drain() {
            drain = balancer.drain("a", Duration.ofDays(1));
        }

        @Operation(nonParallelGroup = "operator")
        public int resume() {
            try {
                balancer.resume("a");
            } catch (IllegalArgumentException e) {
                return -1;
            }
            return left();
        }

        @Operation(nonParallelGroup = "operator")
        public int left() {
            return drain.isDone() ? drain.join().left() : -1;
        }
    }

    /** At one moment, the average is the highest of what was measured, whoever comes second. */
    @ParameterizedTest
    @EnumSource
    void no_peak_of_latency_is_lost(Linearizability shown) {
        shown.require(CLAIM, Peaks.class);
    }

    @Param(name = "nanos", gen = IntGen.class, conf = "1:9")
    public static class Peaks {
        private final PeakLatency latency = new PeakLatency(0);

        @Operation
        public void observe(@Param(name = "nanos") int nanos) {
            latency.observe(nanos, 0);
        }

        @Operation
        public void observeAtLeast(@Param(name = "nanos") int nanos) {
            latency.observeAtLeast(nanos, 0);
        }

        @Operation
        public void age() {
            latency.age(0);
        }

        @Operation
        public double nanos() {
            return latency.nanos();
        }
    }

    /** In one second, each call earns half a retry, and nobody spends what another one has spent. */
    @ParameterizedTest
    @EnumSource
    void a_retry_budget_is_spent_once(Linearizability shown) {
        shown.require(CLAIM, Budgets.class);
    }

    public static class Budgets {
        private final RetryBudget budget = new RetryBudget(new Retries(0.5, 0, 3), 0);

        @Operation
        public void deposit() {
            budget.deposit(5);
        }

        @Operation
        public boolean tryWithdraw() {
            return budget.tryWithdraw(5);
        }
    }

    @ParameterizedTest
    @ValueSource(classes = {HastyGates.class, DividedGates.class})
    void a_gate_that_does_not_agree_with_its_count_is_found(Class<?> planted) {
        try (Tally found = Tally.of("routing.balance-planted-bugs", 0)) {
            found.count(() -> assertThatThrownBy(() -> Linearizability.BY_MODEL_CHECKING.check(planted))
                    .isInstanceOf(LincheckAssertionError.class));
        }
    }

    /** A gate that counts a lease first and takes it back when it finds that it is shut. */
    public static class HastyGates {
        private static final int SHUT = Integer.MIN_VALUE;
        private final AtomicInteger state = new AtomicInteger(1);
        private boolean ended;

        @Operation
        public boolean tryBegin() {
            if (state.incrementAndGet() > 0) {
                return true;
            }
            state.decrementAndGet();
            return false;
        }

        @Operation(nonParallelGroup = "holder")
        public boolean end() {
            boolean ends = !ended;
            ended = true;
            return ends && state.decrementAndGet() == SHUT;
        }

        @Operation
        public boolean shut() {
            return state.updateAndGet(now -> now | SHUT) == SHUT;
        }
    }

    /** A gate in one variable, and the count in another. */
    public static class DividedGates {
        private final AtomicInteger count = new AtomicInteger();
        private volatile boolean isShut;

        @Operation
        public boolean tryBegin() {
            if (isShut) {
                return false;
            }
            count.incrementAndGet();
            return true;
        }

        @Operation
        public boolean shut() {
            isShut = true;
            return count.get() == 0;
        }

        @Operation
        public void open() {
            isShut = false;
        }

        @Operation(nonParallelGroup = "holder")
        public void end() {
            if (count.get() > 0) {
                count.decrementAndGet();
            }
        }
    }
}
