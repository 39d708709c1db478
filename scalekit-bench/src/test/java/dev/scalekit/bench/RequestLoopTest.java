package dev.scalekit.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.withinPercentage;

import dev.scalekit.routing.balance.Balancers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** On a clock that moves only when the loop waits, or a request is chosen for. */
final class RequestLoopTest {
    private static final Load LOAD = new Load(1, 1000);
    private static final Duration MEAN = Duration.ofMillis(1);

    private final VirtualClock clock = new VirtualClock();
    private final List<Chooser.Request> requests = new ArrayList<>();
    private final List<Long> told = new ArrayList<>();
    private long pause;
    private boolean isClosed;

    @Test
    void requests_come_at_the_rate_and_take_what_the_servers_take() {
        LoadResult result = loop().run(LOAD, Duration.ofSeconds(1), Duration.ofSeconds(9));

        assertThat(requests).hasSizeBetween(9_500, 10_500);
        assertThat(result.operations()).isBetween(8_500L, 9_500L);
        assertThat(result.perSecond()).isCloseTo(1000, withinPercentage(5));
        assertThat(result.mean()).isCloseTo(1e6, withinPercentage(5));
        assertThat(result.p50()).isCloseTo(Math.log(2) * 1e6, withinPercentage(5));
        assertThat(result.p99()).isCloseTo(Math.log(100) * 1e6, withinPercentage(15));
        assertThat(isClosed).isTrue();
    }

    @Test
    void every_answer_is_told_once_at_its_time() {
        loop().run(LOAD, Duration.ofMillis(100), Duration.ofMillis(100));

        assertThat(told).hasSameSizeAs(requests);
        assertThat(told.subList(0, 150)).containsOnly(0L);
    }

    @Test
    void a_machine_that_has_no_time_changes_the_rate_but_no_latency() {
        LoadResult quiet = loop().run(LOAD, Duration.ofSeconds(1), Duration.ofSeconds(1));
        List<Chooser.Request> sent = List.copyOf(requests);
        requests.clear();
        pause = Duration.ofMillis(1).toNanos();

        LoadResult busy = loop().run(LOAD, Duration.ofSeconds(1), Duration.ofSeconds(1));

        assertThat(requests).isEqualTo(sent);
        assertThat(busy.mean()).isEqualTo(quiet.mean());
        assertThat(busy.perSecond()).isBetween(quiet.perSecond() / 2, quiet.perSecond() * 0.8);
    }

    @Test
    void a_balancer_that_has_counted_something_else_fails_the_benchmark() {
        ScaleKitChooser chooser = new ScaleKitChooser(Balancers.twoChoices(), 2);
        chooser.choose(new Chooser.Request(0, 1)).answered(new ServerLoad(1, 1));
        Chooser.Choice unused = chooser.choose(new Chooser.Request(0, 1));

        assertThatThrownBy(chooser::close)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("of 2 requests the balancer counts 2 picks and 1 successes");
    }

    private RequestLoop loop() {
        List<SimulatedServer> servers = List.of(new SimulatedServer(MEAN, 100), new SimulatedServer(MEAN, 100));
        long start = clock.nanos();
        Chooser chooser = new Chooser() {
            @Override
            public Choice choose(Request request) {
                requests.add(request);
                clock.advance(pause);
                int endpoint = requests.size() % 2;
                long earliest = servers.get(endpoint).answerTo(request);
                return new Choice() {
                    @Override
                    public int endpoint() {
                        return endpoint;
                    }

                    @Override
                    public void answered(ServerLoad load) {
                        told.add(clock.nanos() - start - earliest);
                    }
                };
            }

            @Override
            public void close() {
                isClosed = true;
            }
        };
        return new RequestLoop(clock, chooser, servers, new SplittableRandom(1));
    }
}
