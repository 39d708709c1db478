package dev.scalekit.routing.balance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.ClosedByInterruptException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole calls: what comes of each attempt, and whether there is another one. */
final class CallTest {
    private static final PickOptions IDEMPOTENT = PickOptions.idempotent();

    private final World world = new World();
    private final List<String> called = new ArrayList<>();

    private LoadBalancerBuilder<String> three() {
        return LoadBalancer.<String>builder()
                .name("web")
                .endpoint("a")
                .endpoint("b")
                .endpoint("c")
                .ejection(e -> e.consecutiveFailures(1_000_000)
                        .consecutiveLocalFailures(1_000_000)
                        .failureRate(1, 1_000_000))
                .retries(r -> r.perSecond(1_000));
    }

    private LoadBalancer<String> balancer() {
        return three().unattended(world.environment);
    }

    private <X extends Exception> Call<String, String, X> failing(X failure) {
        return target -> {
            called.add(target);
            throw failure;
        };
    }

    /** Adds up the outcomes of all endpoints: successes, local failures, external failures, cancelled, in flight. */
    static List<Long> outcomes(LoadBalancer<?> balancer) {
        long[] sums = new long[5];
        for (EndpointStats stats : balancer.stats().endpoints().values()) {
            sums[0] += stats.successes();
            sums[1] += stats.localFailures();
            sums[2] += stats.externalFailures();
            sums[3] += stats.cancelled();
            sums[4] += stats.inFlight();
        }
        return List.of(sums[0], sums[1], sums[2], sums[3], sums[4]);
    }

    @Test
    void a_call_returns_what_the_endpoint_answered_and_counts_a_success() {
        LoadBalancer<String> balancer = balancer();

        String answer = balancer.call(target -> "hello from " + target);

        assertThat(answer).startsWith("hello from ");
        assertThat(outcomes(balancer)).containsExactly(1L, 0L, 0L, 0L, 0L);
    }

    @Test
    @SuppressWarnings("NullAway") // It takes what a lambda returns for what cannot be null.
    void a_call_may_return_nothing() {
        LoadBalancer<String> balancer = balancer();

        assertThat(balancer.<@Nullable String, RuntimeException>call(target -> null))
                .isNull();
        assertThat(outcomes(balancer)).containsExactly(1L, 0L, 0L, 0L, 0L);
    }

    static List<Exception> unreached() {
        return List.of(
                new ConnectException("refused"),
                new HttpConnectTimeoutException("planted"),
                new UnknownHostException("nowhere"));
    }

    @ParameterizedTest
    @MethodSource("unreached")
    void an_endpoint_that_was_not_reached_is_followed_by_each_other_one_once(Exception unreached) {
        LoadBalancer<String> balancer = balancer();

        Throwable thrown = catchThrowable(() -> balancer.call(failing(unreached)));

        assertThat(thrown).isSameAs(unreached);
        assertThat(called).containsExactlyInAnyOrder("a", "b", "c");
        assertThat(outcomes(balancer)).containsExactly(0L, 3L, 0L, 0L, 0L);
        assertThat(balancer.stats().retries()).isEqualTo(2);
        assertThat(balancer.stats().picks()).isEqualTo(3);
    }

    static List<Exception> lost() {
        return List.of(
                new IOException("reset"),
                new SocketTimeoutException("planted"),
                new HttpTimeoutException("planted"),
                new TimeoutException("planted"));
    }

    @ParameterizedTest
    @MethodSource("lost")
    void a_call_that_was_lost_is_made_again_only_if_it_may_be(Exception lost) {
        LoadBalancer<String> balancer = balancer();

        assertThatThrownBy(() -> balancer.call(failing(lost))).isSameAs(lost);
        List<String> once = List.copyOf(called);
        assertThatThrownBy(() -> balancer.call(IDEMPOTENT, failing(lost))).isSameAs(lost);

        assertThat(once).hasSize(1);
        assertThat(called.subList(1, called.size())).containsExactlyInAnyOrder("a", "b", "c");
        assertThat(outcomes(balancer)).containsExactly(0L, 4L, 0L, 0L, 0L);
    }

    static List<Exception> own() {
        return List.of(
                new IllegalStateException("a bug"),
                new InterruptedException("planted"),
                new ClosedByInterruptException());
    }

    @ParameterizedTest
    @MethodSource("own")
    void what_is_the_callers_own_says_nothing_of_the_endpoint_and_is_not_made_again(Exception own) {
        LoadBalancer<String> balancer = balancer();

        assertThatThrownBy(() -> balancer.call(IDEMPOTENT, failing(own))).isSameAs(own);

        assertThat(called).hasSize(1);
        assertThat(outcomes(balancer)).containsExactly(0L, 0L, 0L, 1L, 0L);
    }

    @Test
    void an_error_ends_the_lease_and_reaches_the_caller() {
        LoadBalancer<String> balancer = balancer();

        assertThatThrownBy(() -> balancer.call(IDEMPOTENT, target -> {
                    throw new OutOfMemoryError("planted");
                }))
                .isInstanceOf(OutOfMemoryError.class);

        assertThat(outcomes(balancer)).containsExactly(0L, 0L, 0L, 1L, 0L);
    }

    @Test
    void an_interrupt_of_the_caller_is_kept() {
        LoadBalancer<String> balancer = balancer();

        balancer.call(target -> {
            Thread.currentThread().interrupt();
            return target;
        });

        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void a_call_that_works_elsewhere_is_a_success_there() throws Exception {
        LoadBalancer<String> balancer = balancer();
        AtomicInteger attempts = new AtomicInteger();

        String answer = balancer.call(target -> {
            if (attempts.incrementAndGet() < 3) {
                throw new ConnectException("refused");
            }
            return target;
        });

        EndpointStats last = balancer.stats().endpoint(answer);
        assertThat(last.successes()).isEqualTo(1);
        assertThat(last.localFailures()).isZero();
        assertThat(outcomes(balancer)).containsExactly(1L, 2L, 0L, 0L, 0L);
    }

    @Test
    void attempts_are_bounded_and_the_last_failure_has_the_one_before_as_suppressed() {
        LoadBalancer<String> balancer = three().retries(r -> r.attempts(2)).unattended(world.environment);

        Throwable thrown = catchThrowable(() -> balancer.call(IDEMPOTENT, target -> {
            called.add(target);
            throw new IOException("attempt " + called.size());
        }));

        assertThat(called).hasSize(2).doesNotHaveDuplicates();
        assertThat(thrown).hasMessage("attempt 2");
        assertThat(thrown.getSuppressed()).hasSize(1);
        assertThat(thrown.getSuppressed()[0]).hasMessage("attempt 1");
        assertThat(balancer.stats().retriesRefused()).isZero();
    }

    @Test
    void each_failure_has_the_one_before_as_suppressed() {
        LoadBalancer<String> balancer = balancer();

        Throwable thrown = catchThrowable(() -> balancer.call(IDEMPOTENT, target -> {
            called.add(target);
            throw new IOException("attempt " + called.size());
        }));

        assertThat(thrown).hasMessage("attempt 3");
        assertThat(thrown.getSuppressed()[0]).hasMessage("attempt 2");
        assertThat(thrown.getSuppressed()[0].getSuppressed()[0]).hasMessage("attempt 1");
    }

    @Test
    void what_a_driver_throws_because_of_its_network_is_a_local_failure_and_not_made_again() {
        LoadBalancer<String> balancer = balancer();

        assertThatThrownBy(() -> balancer.call(target -> {
                    throw new IllegalStateException("the driver says", new ConnectException("refused"));
                }))
                .isInstanceOf(IllegalStateException.class);

        assertThat(outcomes(balancer)).containsExactly(0L, 1L, 0L, 0L, 0L);
    }

    @Test
    void a_second_of_budget_is_ten_retries_in_ten_seconds_and_the_eleventh_is_refused() {
        LoadBalancer<String> balancer =
                three().retries(r -> r.share(0).perSecond(1)).unattended(world.environment);

        callInVain(balancer, 20);
        BalancerStats first = balancer.stats();
        world.pass(Duration.ofSeconds(10));
        callInVain(balancer, 20);

        assertThat(first.retries()).isEqualTo(10);
        assertThat(first.picks()).isEqualTo(30);
        // The first five calls have two retries each.
        assertThat(first.retriesRefused()).isEqualTo(15);
        assertThat(balancer.stats().retries()).isEqualTo(20);
    }

    @Test
    void a_share_of_a_fifth_is_one_retry_for_five_calls() {
        LoadBalancer<String> balancer =
                three().retries(r -> r.share(0.2).perSecond(0)).unattended(world.environment);

        callInVain(balancer, 100);

        assertThat(balancer.stats().retries()).isEqualTo(20);
        assertThat(balancer.stats().retriesRefused()).isEqualTo(100);
    }

    private void callInVain(LoadBalancer<String> balancer, int times) {
        for (int i = 0; i < times; i++) {
            assertThatThrownBy(() -> balancer.call(failing(new ConnectException("refused"))))
                    .isInstanceOf(ConnectException.class);
        }
    }

    @Test
    void an_answer_that_nobody_gets_is_closed_and_the_last_one_is_not() {
        LoadBalancer<String> balancer = balancer();
        List<Answer> answers = new ArrayList<>();

        Answer got = balancer.call(IDEMPOTENT, target -> answer(answers, 503));
        Answer only = balancer.call(target -> answer(answers, 500));

        assertThat(answers).hasSize(4);
        assertThat(answers).extracting(Answer::isClosed).containsExactly(true, true, false, false);
        assertThat(got).isSameAs(answers.get(2));
        assertThat(only).isSameAs(answers.get(3));
        assertThat(outcomes(balancer)).containsExactly(0L, 0L, 4L, 0L, 0L);
    }

    private static Answer answer(List<Answer> answers, int status) {
        Answer answer = new Answer(status);
        answers.add(answer);
        return answer;
    }

    @Test
    void an_answer_that_cannot_be_closed_does_not_keep_the_call_from_being_made_again() {
        LoadBalancer<String> balancer =
                three().outcomes(new Broken(Outcome.EXTERNAL_FAILURE)).unattended(world.environment);

        AutoCloseable got = balancer.call(IDEMPOTENT, target -> {
            called.add(target);
            return () -> {
                throw new AssertionError("planted");
            };
        });

        assertThat(got).isNotNull();
        assertThat(called).hasSize(3);
        assertThat(outcomes(balancer)).containsExactly(0L, 0L, 3L, 0L, 0L);
    }

    /** Takes its own exceptions for the endpoint's. */
    private record Broken(@Nullable Outcome result, boolean isThrowing) implements OutcomeClassifier {
        Broken(Outcome result) {
            this(result, false);
        }

        @Override
        @SuppressWarnings("NullAway") // It breaks its contract on purpose.
        public Outcome ofResult(@Nullable Object answer) {
            if (isThrowing) {
                throw new IllegalStateException("planted");
            }
            return result;
        }

        @Override
        public Outcome ofFailure(Throwable failure) {
            return Outcome.UNREACHED;
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void a_call_that_was_answered_is_not_made_again_because_the_classifier_breaks(boolean isThrowing) {
        LoadBalancer<String> balancer =
                three().outcomes(new Broken(null, isThrowing)).unattended(world.environment);
        List<Answer> answers = new ArrayList<>();

        assertThatThrownBy(() -> balancer.call(IDEMPOTENT, target -> answer(answers, 200)))
                .isInstanceOf(RuntimeException.class);

        assertThat(answers).hasSize(1);
        assertThat(answers.get(0).isClosed()).as("nobody else can close it").isTrue();
        assertThat(outcomes(balancer)).as("the endpoint is none the worse").containsExactly(0L, 0L, 0L, 1L, 0L);
    }

    static List<OutcomeClassifier> brokenForFailures() {
        return List.of(new BrokenForFailures(false), new BrokenForFailures(true));
    }

    private record BrokenForFailures(boolean isThrowing) implements OutcomeClassifier {
        @Override
        public Outcome ofResult(@Nullable Object result) {
            return Outcome.SUCCESS;
        }

        @Override
        @SuppressWarnings("NullAway") // It breaks its contract on purpose.
        public Outcome ofFailure(Throwable failure) {
            if (isThrowing) {
                throw new IllegalStateException("planted");
            }
            return null;
        }
    }

    @ParameterizedTest
    @MethodSource("brokenForFailures")
    void a_failure_reaches_the_caller_though_the_classifier_breaks(OutcomeClassifier broken) {
        LoadBalancer<String> balancer = three().outcomes(broken).unattended(world.environment);

        Throwable thrown = catchThrowable(() -> balancer.call(IDEMPOTENT, failing(new IOException("reset"))));

        assertThat(thrown).isInstanceOf(IOException.class).hasMessage("reset");
        assertThat(thrown.getSuppressed()).hasSize(1);
        assertThat(called).hasSize(1);
        assertThat(outcomes(balancer)).containsExactly(0L, 0L, 0L, 1L, 0L);
    }

    /** Breaks when it is asked for the n-th time. */
    private static Balancer<String> breakingAt(int turn, Balancer<String> broken) {
        AtomicInteger turns = new AtomicInteger();
        return (candidates, bits) -> turns.incrementAndGet() == turn ? broken.select(candidates, bits) : 0;
    }

    static List<Balancer<String>> brokenBalancers() {
        return List.of((candidates, bits) -> -1, (candidates, bits) -> candidates.size(), (candidates, bits) -> {
            throw new IllegalStateException("planted");
        });
    }

    @ParameterizedTest
    @MethodSource("brokenBalancers")
    void a_balancer_that_breaks_is_heard_of_and_leaves_nothing_in_flight(Balancer<String> broken) {
        LoadBalancer<String> balancer = three().balancer(breakingAt(1, broken)).unattended(world.environment);

        assertThatThrownBy(balancer::pick).isInstanceOf(IllegalStateException.class);

        assertThat(balancer.<String, RuntimeException>call(target -> target)).isEqualTo("a");
        assertThat(outcomes(balancer)).containsExactly(1L, 0L, 0L, 0L, 0L);
    }

    @ParameterizedTest
    @MethodSource("brokenBalancers")
    void a_failure_reaches_the_caller_though_the_balancer_breaks_at_the_retry(Balancer<String> broken) {
        LoadBalancer<String> balancer = three().balancer(breakingAt(2, broken)).unattended(world.environment);

        Throwable thrown = catchThrowable(() -> balancer.call(failing(new ConnectException("refused"))));

        assertThat(thrown).isInstanceOf(ConnectException.class);
        assertThat(thrown.getSuppressed()).hasSize(1);
        assertThat(thrown.getSuppressed()[0]).isInstanceOf(IllegalStateException.class);
        assertThat(outcomes(balancer)).containsExactly(0L, 1L, 0L, 0L, 0L);
    }

    @ParameterizedTest
    @MethodSource("brokenBalancers")
    void an_answer_is_closed_if_the_balancer_breaks_at_the_retry(Balancer<String> broken) {
        LoadBalancer<String> balancer = three().balancer(breakingAt(2, broken)).unattended(world.environment);
        List<Answer> answers = new ArrayList<>();

        assertThatThrownBy(() -> balancer.call(IDEMPOTENT, target -> answer(answers, 503)))
                .isInstanceOf(IllegalStateException.class);

        assertThat(answers).hasSize(1);
        assertThat(answers.get(0).isClosed()).isTrue();
        assertThat(outcomes(balancer)).containsExactly(0L, 0L, 1L, 0L, 0L);
    }

    @Test
    void a_call_may_call_the_balancer_back() throws Exception {
        LoadBalancer<String> balancer = balancer();

        String inner = balancer.call(target -> {
            var unused = balancer.drain(target, Duration.ofSeconds(1));
            balancer.add("d", "d");
            return balancer.call(other -> target + other);
        });

        assertThat(inner.charAt(0)).isNotEqualTo(inner.charAt(1));
        assertThat(outcomes(balancer)).containsExactly(2L, 0L, 0L, 0L, 0L);
        assertThat(balancer.topology().endpoint(inner.substring(0, 1)).state()).isEqualTo(EndpointState.DRAINED);
    }

    @Test
    void a_call_after_close_is_refused_and_one_that_fails_during_it_is_not_made_again() {
        LoadBalancer<String> balancer = balancer();

        assertThatThrownBy(() -> balancer.call(target -> {
                    balancer.close();
                    return failing(new ConnectException("refused")).with(target);
                }))
                .isInstanceOf(ConnectException.class);

        assertThat(called).hasSize(1);
        assertThatThrownBy(() -> balancer.call(target -> target)).isInstanceOf(BalancerClosedException.class);
    }
}
