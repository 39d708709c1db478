package dev.scalekit.testkit;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs a scenario with a fault at its first JDBC call, then at its second, and so on until a run is over before the fault
 * comes: the I/O error loop of SQLite (<a href="https://www.sqlite.org/testing.html">How SQLite Is Tested</a>, section
 * 3.2) for JDBC.
 *
 * <pre>{@code
 * int points = FaultLoop.everyRoundTrip().run(plan -> {
 *     Bank bank = new Bank(database);
 *     try (FaultDataSource faults = new FaultDataSource(database, plan)) {
 *         bank.transfer(faults);
 *     } catch (SQLException e) {
 *         // failed, or of unknown outcome
 *     }
 *     assertThat(bank.total()).isEqualTo(100);
 * }, JdbcFault.throwBefore("08006"), JdbcFault.throwAfter("08006"));
 * }</pre>
 *
 * <p>Immutable.
 */
public final class FaultLoop {
    private static final int SHOWN_CALLS = 20;
    private static final Duration MAXIMUM_RUN = Duration.ofSeconds(30);

    private final Supplier<FaultPlan> plans;
    private final int step;
    private final int limit;
    private final Duration maximumRun;

    private FaultLoop(Supplier<FaultPlan> plans, int step, int limit, Duration maximumRun) {
        this.plans = plans;
        this.step = step;
        this.limit = limit;
        this.maximumRun = maximumRun;
    }

    /** A loop over the calls that {@link FaultPlan#roundTrips()} counts. */
    public static FaultLoop everyRoundTrip() {
        return new FaultLoop(FaultPlan::roundTrips, 1, 10_000, MAXIMUM_RUN);
    }

    /** A loop over all calls, as {@link FaultPlan#allCalls()} counts them. */
    public static FaultLoop everyCall() {
        return new FaultLoop(FaultPlan::allCalls, 1, 10_000, MAXIMUM_RUN);
    }

    /**
     * This loop over the calls 1, 1 + step, 1 + 2 step, … only, for runs that are to be short. Default: 1.
     *
     * @throws IllegalArgumentException if {@code step} is less than 1
     */
    public FaultLoop step(int step) {
        return new FaultLoop(plans, requirePositive(step, "step"), limit, maximumRun);
    }

    /**
     * This loop with another bound on the calls of one run. Default: 10,000. A scenario that makes more, because it tries
     * again for ever, fails: the call throws {@code IllegalStateException}.
     *
     * @throws IllegalArgumentException if {@code calls} is less than 1
     */
    public FaultLoop limit(int calls) {
        return new FaultLoop(plans, step, requirePositive(calls, "calls"), maximumRun);
    }

    /**
     * This loop with another bound on the time of one run. Default: 30 s. A scenario that takes longer fails: calls that
     * hang break, later ones throw, and the thread is interrupted. One that goes on all the same cannot be ended.
     *
     * @throws IllegalArgumentException if {@code maximum} is not positive
     */
    public FaultLoop maximumRun(Duration maximum) {
        if (maximum.isNegative() || maximum.isZero()) {
            throw new IllegalArgumentException("maximumRun must be positive, was " + maximum);
        }
        return new FaultLoop(plans, step, limit, maximum);
    }

    /**
     * Runs the scenario with each fault at each call.
     *
     * @param scenario what is to stand the faults, and its check
     * @param faults at least one; each gets its own loop
     * @return how many times a fault struck: the points that were tried
     * @throws AssertionError if the scenario threw or hung: the message has the call, the fault and the calls up to there
     * @throws IllegalArgumentException if there are no faults
     * @throws IllegalStateException if the scenario made no counted call, as then nothing is tested, or more than the
     *     limit and hid the exception
     */
    public int run(Scenario scenario, JdbcFault... faults) {
        requireNonNull(scenario, "scenario");
        if (faults.length == 0) {
            throw new IllegalArgumentException("faults must be at least 1, was 0");
        }
        int points = 0;
        for (JdbcFault fault : faults) {
            int call = 1;
            while (strikes(scenario, fault, call)) {
                points++;
                call = Math.addExact(call, step);
            }
        }
        return points;
    }

    /** Runs the scenario once and returns whether the fault came. */
    private boolean strikes(Scenario scenario, JdbcFault fault, int call) {
        FaultPlan plan = plans.get();
        plan.limit(limit);
        plan.at(call, fault);
        Throwable failure = runInTime(scenario, plan);
        plan.heal();
        if (failure != null) {
            throw broken(plan, fault, failure);
        }
        if (plan.count() > limit) {
            throw new IllegalStateException("A run made more than " + limit + " calls with '" + fault + "' at " + call);
        }
        if (plan.count() == 0) {
            throw new IllegalStateException(
                    "The scenario made no counted call: does it use a FaultDataSource with the plan that it is given?");
        }
        return plan.hasStruck();
    }

    private @Nullable Throwable runInTime(Scenario scenario, FaultPlan plan) {
        Thread runner = Thread.currentThread();
        String over = "The run hangs: it is not over after " + maximumRun;
        Throwable failure = null;
        Watchdog watchdog = new Watchdog("fault-loop", maximumRun, () -> {
            plan.giveUp(over);
            runner.interrupt();
        });
        try (watchdog) {
            scenario.run(plan);
        } catch (InterruptedException e) {
            runner.interrupt();
            failure = e;
        } catch (Exception | AssertionError | LinkageError e) {
            failure = e;
        }
        if (!watchdog.hasExpired()) {
            return failure;
        }
        // The interrupt was ours.
        Thread.interrupted();
        return new IllegalStateException(over, failure);
    }

    private static AssertionError broken(FaultPlan plan, JdbcFault fault, Throwable cause) {
        List<String> calls = plan.calls();
        List<String> last = calls.subList(Math.max(0, calls.size() - SHOWN_CALLS), calls.size());
        @Nullable String struck = plan.struck();
        String where = struck == null ? "without a fault" : "with '" + fault + "' at call " + struck;
        return new AssertionError(
                "The scenario broke " + where + "\n" + cause + "\nThe last calls:\n  " + String.join("\n  ", last),
                cause);
    }

    private static int requirePositive(int value, String name) {
        if (value < 1) {
            throw new IllegalArgumentException(name + " must be at least 1, was " + value);
        }
        return value;
    }

    /** What a {@link FaultLoop} runs. */
    @FunctionalInterface
    public interface Scenario {
        /**
         * Sets the scene anew, acts on data sources with {@code plan}, and checks what became of it. What is not to be hit
         * (the setting up, the check) uses the bare data source. Called many times, one after the other, on the thread that
         * runs the loop; must not keep the plan. It catches the exceptions that it expects; whatever it throws is a failure.
         */
        void run(FaultPlan plan) throws Exception;
    }
}
