package dev.scalekit.routing.balance;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import org.junit.jupiter.api.Test;

/** Probes that end when the test says so, on the test's thread. */
final class LateProbeTest {
    private static final Duration TIMEOUT = Duration.ofMillis(500);

    private final World world = new World();
    private final Deque<Runnable> probes = new ArrayDeque<>();
    private final Environment environment = new Environment(
            world.environment.ticker(), world.environment.wall(), probes::add, world.environment.callbacks());

    private LoadBalancer<String> balancer() {
        return LoadBalancer.<String>builder()
                .endpoint("a")
                .probe(world.probe(), p -> p.timeout(TIMEOUT).fall(1))
                .unattended(environment);
    }

    @Test
    void an_answer_that_comes_too_late_is_a_failure_though_nobody_has_looked_since() {
        LoadBalancer<String> balancer = balancer();
        long wait = balancer.tick();

        world.pass(TIMEOUT);
        probes.remove().run();

        assertThat(wait).isLessThanOrEqualTo(TIMEOUT.toNanos());
        assertThat(balancer.topology().endpoint("a").state()).isEqualTo(EndpointState.DOWN);
        assertThat(balancer.topology().endpoint("a").reason()).isEqualTo("its probe fails: no answer within PT0.5S");
    }

    @Test
    void an_answer_in_the_last_moment_counts() {
        LoadBalancer<String> balancer = balancer();
        long wait = balancer.tick();

        world.pass(TIMEOUT.minusNanos(1));
        probes.remove().run();

        assertThat(wait).isLessThanOrEqualTo(TIMEOUT.toNanos());
        assertThat(balancer.topology().endpoint("a").state()).isEqualTo(EndpointState.UP);
    }
}
