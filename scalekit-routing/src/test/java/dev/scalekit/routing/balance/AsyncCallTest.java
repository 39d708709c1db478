package dev.scalekit.routing.balance;

import static dev.scalekit.routing.balance.CallTest.outcomes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.net.ConnectException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Calls that answer later. */
final class AsyncCallTest {
    private static final PickOptions IDEMPOTENT = PickOptions.idempotent();

    private final World world = new World();
    private final List<String> called = new ArrayList<>();
    /** What the calls have returned, one for each. */
    private final List<CompletableFuture<Answer>> stages = new ArrayList<>();

    private LoadBalancerBuilder<String> three() {
        return LoadBalancer.<String>builder()
                .endpoint("a")
                .endpoint("b")
                .endpoint("c")
                .ejection(e -> e.consecutiveFailures(1_000_000)
                        .consecutiveLocalFailures(1_000_000)
                        .failureRate(1, 1_000_000));
    }

    private LoadBalancer<String> balancer() {
        return three().unattended(world.environment);
    }

    /** Begins something that the test ends. */
    private CompletionStage<Answer> later(String target) {
        called.add(target);
        CompletableFuture<Answer> stage = new CompletableFuture<>();
        stages.add(stage);
        return stage;
    }

    private static Throwable failure(CompletableFuture<?> future) {
        Throwable thrown = catchThrowable(future::join);
        return thrown instanceof CompletionException && thrown.getCause() != null ? thrown.getCause() : thrown;
    }

    @Test
    void the_lease_is_open_until_the_stage_ends() {
        LoadBalancer<String> balancer = balancer();

        CompletableFuture<Answer> future = balancer.callAsync(this::later);
        List<Long> before = outcomes(balancer);
        stages.get(0).complete(new Answer(200));

        assertThat(before).containsExactly(0L, 0L, 0L, 0L, 1L);
        assertThat(future.join().statusCode()).isEqualTo(200);
        assertThat(outcomes(balancer)).containsExactly(1L, 0L, 0L, 0L, 0L);
    }

    @Test
    void an_endpoint_that_was_not_reached_is_followed_by_each_other_one_once() {
        LoadBalancer<String> balancer = balancer();

        CompletableFuture<Answer> future = balancer.callAsync(this::later);
        stages.get(0).completeExceptionally(new ConnectException("first"));
        stages.get(1).completeExceptionally(new CompletionException(new ConnectException("second")));
        stages.get(2).completeExceptionally(new ConnectException("third"));

        assertThat(called).containsExactlyInAnyOrder("a", "b", "c");
        assertThat(failure(future)).isInstanceOf(ConnectException.class).hasMessage("third");
        assertThat(failure(future).getSuppressed()).hasSize(1);
        assertThat(failure(future).getSuppressed()[0]).hasMessage("second");
        assertThat(outcomes(balancer)).containsExactly(0L, 3L, 0L, 0L, 0L);
    }

    @Test
    void a_call_that_was_lost_is_made_again_only_if_it_may_be() {
        LoadBalancer<String> balancer = balancer();

        CompletableFuture<Answer> once = balancer.callAsync(this::later);
        stages.get(0).completeExceptionally(new IOException("reset"));
        CompletableFuture<Answer> twice = balancer.callAsync(IDEMPOTENT, this::later);
        stages.get(1).completeExceptionally(new IOException("reset"));
        stages.get(2).complete(new Answer(200));

        assertThat(failure(once)).isInstanceOf(IOException.class);
        assertThat(twice.join().statusCode()).isEqualTo(200);
        assertThat(outcomes(balancer)).containsExactly(1L, 2L, 0L, 0L, 0L);
    }

    @Test
    void an_answer_that_nobody_gets_is_closed() {
        LoadBalancer<String> balancer = balancer();
        Answer failed = new Answer(503);
        Answer good = new Answer(200);

        CompletableFuture<Answer> future = balancer.callAsync(IDEMPOTENT, this::later);
        stages.get(0).complete(failed);
        stages.get(1).complete(good);

        assertThat(future.join()).isSameAs(good);
        assertThat(failed.isClosed()).isTrue();
        assertThat(good.isClosed()).isFalse();
    }

    @Test
    void cancelling_ends_the_lease_and_the_stage() {
        LoadBalancer<String> balancer = balancer();
        CompletableFuture<Answer> future = balancer.callAsync(IDEMPOTENT, this::later);

        future.cancel(true);

        assertThat(stages).hasSize(1);
        assertThat(stages.get(0)).isCancelled();
        assertThat(outcomes(balancer)).containsExactly(0L, 0L, 0L, 1L, 0L);
    }

    @Test
    void a_time_limit_on_the_answer_is_a_local_failure_and_ends_the_stage() {
        LoadBalancer<String> balancer = balancer();
        CompletableFuture<Answer> future = balancer.callAsync(IDEMPOTENT, this::later);

        // As orTimeout does it, when its time is over.
        future.completeExceptionally(new TimeoutException());

        assertThat(stages).hasSize(1);
        assertThat(stages.get(0)).isCancelled();
        assertThat(outcomes(balancer)).containsExactly(0L, 1L, 0L, 0L, 0L);
        assertThat(balancer.stats().retries()).isZero();
    }

    @Test
    void cancelling_at_a_retry_ends_the_lease_of_that() {
        LoadBalancer<String> balancer = balancer();
        CompletableFuture<Answer> future = balancer.callAsync(this::later);
        stages.get(0).completeExceptionally(new ConnectException("refused"));

        future.cancel(true);

        assertThat(stages.get(1)).isCancelled();
        assertThat(outcomes(balancer)).containsExactly(0L, 1L, 0L, 1L, 0L);
    }

    @Test
    void an_answer_that_comes_as_the_call_is_cancelled_is_closed() {
        LoadBalancer<String> balancer = balancer();
        Answer late = new Answer(200);
        CompletableFuture<Answer> stage = new CompletableFuture<>() {
            @Override
            public boolean cancel(boolean mayInterrupt) {
                // As one that has been completed already, or that takes no notice.
                return false;
            }
        };
        CompletableFuture<Answer> future = balancer.callAsync(target -> stage);

        future.cancel(true);
        stage.complete(late);

        assertThat(late.isClosed()).isTrue();
        assertThat(outcomes(balancer)).containsExactly(0L, 0L, 0L, 1L, 0L);
    }

    @Test
    void a_call_that_is_cancelled_before_its_failure_is_known_is_not_made_again() {
        LoadBalancer<String> balancer = balancer();
        AtomicInteger calls = new AtomicInteger();
        CompletableFuture<Answer> stage = new CompletableFuture<>() {
            @Override
            public boolean cancel(boolean mayInterrupt) {
                return completeExceptionally(new ConnectException("refused"));
            }
        };
        CompletableFuture<Answer> future = balancer.callAsync(target -> {
            calls.incrementAndGet();
            return stage;
        });

        future.cancel(true);

        assertThat(calls).hasValue(1);
        assertThat(failure(future)).isInstanceOf(CancellationException.class);
        assertThat(outcomes(balancer).get(4)).isZero();
    }

    @Test
    void a_call_that_throws_instead_of_failing_later_is_one_that_failed() {
        LoadBalancer<String> balancer = balancer();

        CompletableFuture<String> future = balancer.callAsync(IDEMPOTENT, target -> {
            called.add(target);
            throw new IllegalStateException("planted");
        });
        CompletableFuture<String> error = balancer.callAsync(target -> {
            throw new StackOverflowError("planted");
        });

        assertThat(failure(future)).isInstanceOf(IllegalStateException.class);
        assertThat(failure(error)).isInstanceOf(StackOverflowError.class);
        assertThat(called).hasSize(1);
        assertThat(outcomes(balancer)).containsExactly(0L, 0L, 0L, 2L, 0L);
    }

    @Test
    @SuppressWarnings("NullAway") // It breaks its contract on purpose.
    void a_call_without_a_stage_ends_its_lease() {
        LoadBalancer<String> balancer = balancer();
        Function<String, @Nullable CompletionStage<String>> broken = target -> null;

        CompletableFuture<String> future = balancer.callAsync(broken);

        assertThat(failure(future)).isInstanceOf(NullPointerException.class).hasMessageContaining("stage");
        assertThat(outcomes(balancer)).containsExactly(0L, 0L, 0L, 1L, 0L);
    }

    @Test
    void a_hundred_attempts_that_fail_at_once_are_made_one_after_the_other() {
        LoadBalancerBuilder<String> many = LoadBalancer.<String>builder()
                .retries(r -> r.attempts(100).perSecond(1_000))
                .ejection(e -> e.cap(0));
        IntStream.range(0, 120).forEach(i -> many.endpoint("node-" + i));
        LoadBalancer<String> balancer = many.unattended(world.environment);

        CompletableFuture<String> future = balancer.callAsync(target -> {
            called.add(target);
            return CompletableFuture.failedFuture(new ConnectException("refused"));
        });

        assertThat(failure(future)).isInstanceOf(ConnectException.class);
        assertThat(called).hasSize(100).doesNotHaveDuplicates();
        assertThat(outcomes(balancer)).containsExactly(0L, 100L, 0L, 0L, 0L);
    }

    @Test
    void no_endpoint_and_a_closed_balancer_are_heard_from_the_future() {
        LoadBalancer<String> balancer = balancer();
        List.of("a", "b", "c").forEach(balancer::remove);

        CompletableFuture<Answer> none = balancer.callAsync(this::later);
        balancer.close();
        CompletableFuture<Answer> closed = balancer.callAsync(this::later);

        assertThat(failure(none)).isInstanceOf(NoEndpointException.class);
        assertThat(failure(closed)).isInstanceOf(BalancerClosedException.class);
        assertThat(called).isEmpty();
    }

    @Test
    void a_classifier_and_a_balancer_that_break_are_heard_of_and_leave_nothing_in_flight() {
        AtomicInteger turns = new AtomicInteger();
        LoadBalancer<String> balancer = three().balancer((candidates, bits) -> turns.getAndIncrement())
                .outcomes(new OutcomeClassifier() {
                    @Override
                    public Outcome ofResult(@Nullable Object result) {
                        throw new IllegalArgumentException("planted");
                    }

                    @Override
                    public Outcome ofFailure(Throwable failure) {
                        return Outcome.UNREACHED;
                    }
                })
                .unattended(world.environment);
        Answer answer = new Answer(200);

        CompletableFuture<Answer> broken = balancer.callAsync(target -> CompletableFuture.completedFuture(answer));
        CompletableFuture<Answer> failed =
                balancer.callAsync(target -> CompletableFuture.failedFuture(new IOException("call " + turns)));

        assertThat(failure(broken)).isInstanceOf(IllegalArgumentException.class);
        assertThat(answer.isClosed()).isTrue();
        // The first retry takes index 2 of the two that are left.
        assertThat(failure(failed)).isInstanceOf(IOException.class).hasMessage("call 2");
        assertThat(failure(failed).getSuppressed()).hasSize(1);
        assertThat(outcomes(balancer)).containsExactly(0L, 1L, 0L, 1L, 0L);
    }
}
