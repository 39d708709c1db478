package dev.scalekit.routing.balance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is refused, and that the message has the name, the bound and the value; and that nothing has changed then. */
final class RefusalsTest {
    private static final HealthProbe<String> PROBE = (target, timeout) -> {};
    private static final String NAME_RULE =
            " must have 1 to 200 characters, no control characters, and not only blanks: ";

    private final World world = new World();

    private static Arguments balancer(Consumer<LoadBalancerBuilder<String>> options, String message) {
        return Arguments.of(options, message);
    }

    static Stream<Arguments> badBalancers() {
        Duration year = Duration.ofDays(365);
        return Stream.of(
                balancer(it -> it.name(""), "name" + NAME_RULE + "\"\""),
                balancer(it -> it.name("a\nb"), "name" + NAME_RULE + "\"a?b\""),
                balancer(it -> it.name("a\u2028b"), "name" + NAME_RULE + "\"a?b\""),
                balancer(it -> it.name("a\u2029b"), "name" + NAME_RULE + "\"a?b\""),
                balancer(it -> it.name("x".repeat(201)), "name" + NAME_RULE + "201 characters"),
                balancer(it -> it.zone(" "), "zone" + NAME_RULE + "\" \""),
                balancer(it -> it.panicThreshold(-0.1), "panicThreshold must be from 0.0 to 1.0: -0.1"),
                balancer(it -> it.panicThreshold(1.1), "panicThreshold must be from 0.0 to 1.0: 1.1"),
                balancer(it -> it.panicThreshold(Double.NaN), "panicThreshold must be from 0.0 to 1.0: NaN"),
                balancer(
                        it -> it.slowStart(Duration.ofNanos(-1)),
                        "slowStart must be from PT0S to PT24H: PT-0.000000001S"),
                balancer(it -> it.slowStart(Duration.ofDays(2)), "slowStart must be from PT0S to PT24H: PT48H"),
                balancer(it -> it.endpoint("a"), "endpoint names must differ: a"),
                balancer(
                        it -> it.probe(PROBE, p -> p.every(Duration.ZERO)),
                        "probe every must be from PT0.002S to PT8760H: PT0S"),
                balancer(
                        it -> it.probe(PROBE, p -> p.every(year.plusNanos(1))),
                        "probe every must be from PT0.002S to PT8760H: PT8760H0.000000001S"),
                balancer(
                        it -> it.probe(PROBE, p -> p.timeout(Duration.ofNanos(999_999))),
                        "probe timeout must be from PT0.001S to nine tenths of the interval of PT1S: PT0.000999999S"),
                balancer(
                        it -> it.probe(PROBE, p -> p.timeout(Duration.ofMillis(901))),
                        "probe timeout must be from PT0.001S to nine tenths of the interval of PT1S: PT0.901S"),
                balancer(it -> it.probe(PROBE, p -> p.rise(0)), "probe rise must be from 1 to 1000: 0"),
                balancer(it -> it.probe(PROBE, p -> p.rise(1_001)), "probe rise must be from 1 to 1000: 1001"),
                balancer(it -> it.probe(PROBE, p -> p.fall(0)), "probe fall must be from 1 to 1000: 0"),
                balancer(it -> it.probe(PROBE, p -> p.fall(1_001)), "probe fall must be from 1 to 1000: 1001"),
                balancer(
                        it -> it.ejection(e -> e.consecutiveFailures(0)),
                        "consecutiveFailures must be from 1 to 1000000: 0"),
                balancer(
                        it -> it.ejection(e -> e.consecutiveFailures(1_000_001)),
                        "consecutiveFailures must be from 1 to 1000000: 1000001"),
                balancer(
                        it -> it.ejection(e -> e.consecutiveLocalFailures(0)),
                        "consecutiveLocalFailures must be from 1 to 1000000: 0"),
                balancer(it -> it.ejection(e -> e.failureRate(0, 1)), "failureRate must be above 0 and up to 1: 0.0"),
                balancer(
                        it -> it.ejection(e -> e.failureRate(1.01, 1)),
                        "failureRate must be above 0 and up to 1: 1.01"),
                balancer(
                        it -> it.ejection(e -> e.failureRate(Double.NaN, 1)),
                        "failureRate must be above 0 and up to 1: NaN"),
                balancer(
                        it -> it.ejection(e -> e.failureRate(0.5, 0)),
                        "failureRate's minimumOutcomes must be from 1 to 1000000: 0"),
                balancer(
                        it -> it.ejection(e -> e.base(Duration.ZERO)),
                        "ejection base must be from PT0.001S to PT8760H: PT0S"),
                balancer(
                        it -> it.ejection(e -> e.longest(Duration.ofSeconds(9))),
                        "ejection longest must be from PT10S to PT8760H: PT9S"),
                balancer(it -> it.ejection(e -> e.cap(-1)), "ejection cap must be from 0.0 to 1.0: -1.0"),
                balancer(it -> it.ejection(e -> e.cap(Double.NaN)), "ejection cap must be from 0.0 to 1.0: NaN"),
                balancer(it -> it.retries(r -> r.share(-0.1)), "retries share must be from 0.0 to 10.0: -0.1"),
                balancer(it -> it.retries(r -> r.share(11)), "retries share must be from 0.0 to 10.0: 11.0"),
                balancer(it -> it.retries(r -> r.perSecond(-1)), "retries perSecond must be from 0 to 1000000: -1"),
                balancer(it -> it.retries(r -> r.attempts(0)), "retries attempts must be from 1 to 100: 0"),
                balancer(it -> it.retries(r -> r.attempts(101)), "retries attempts must be from 1 to 100: 101"));
    }

    @ParameterizedTest
    @MethodSource("badBalancers")
    void a_balancer_with_an_option_out_of_bounds_is_refused(
            Consumer<LoadBalancerBuilder<String>> options, String message) {
        LoadBalancerBuilder<String> builder = LoadBalancer.<String>builder().endpoint("a");
        options.accept(builder);

        assertThatIllegalArgumentException().isThrownBy(builder::build).withMessage(message);
    }

    @Test
    void a_balancer_without_endpoints_or_weights_is_refused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LoadBalancer.builder().build())
                .withMessage("endpoints must be at least 1: 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LoadBalancer.<String>builder()
                        .endpoint("a")
                        .withoutEndpoints()
                        .build())
                .withMessage("endpoints must be 0 with withoutEndpoints: 1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LoadBalancer.<String>builder()
                        .endpoint("a", "a", it -> it.weight(0))
                        .build())
                .withMessage("weights must not all be 0: that of [a]");
    }

    static Stream<Arguments> badEndpoints() {
        return Stream.of(
                Arguments.of("a", -1.0, "weight of a must be from 0.0 to 1000000.0: -1.0"),
                Arguments.of("a", Double.NaN, "weight of a must be from 0.0 to 1000000.0: NaN"),
                Arguments.of("a", 1e6 + 1, "weight of a must be from 0.0 to 1000000.0: 1000001.0"),
                Arguments.of("a", Double.POSITIVE_INFINITY, "weight of a must be from 0.0 to 1000000.0: Infinity"),
                Arguments.of("\t", 1.0, "endpoint name" + NAME_RULE + "\"?\""));
    }

    @ParameterizedTest
    @MethodSource("badEndpoints")
    void an_endpoint_out_of_bounds_is_refused_when_it_is_declared_and_when_it_is_added(
            String name, double weight, String message) {
        LoadBalancerBuilder<String> builder = LoadBalancer.<String>builder().endpoint("other");
        LoadBalancer<String> balancer = builder.unattended(world.environment);
        List<ThrowingCallable> ways = List.of(
                () -> builder.endpoint(name, "target", it -> it.weight(weight)),
                () -> balancer.add(name, "target", it -> it.weight(weight)));

        for (ThrowingCallable way : ways) {
            assertThatIllegalArgumentException().isThrownBy(way).withMessage(message);
        }
        assertThat(balancer.topology().endpoints()).hasSize(1);
        assertThat(balancer.topology().version()).isEqualTo(1);
    }

    @Test
    void a_name_that_nobody_has_is_refused_with_those_that_there_are() {
        LoadBalancer<String> balancer =
                LoadBalancer.<String>builder().endpoint("a").endpoint("b").unattended(world.environment);
        String message = "endpoint must be one of [a, b]: c";

        assertThatIllegalArgumentException()
                .isThrownBy(() -> balancer.resume("c"))
                .withMessage(message);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> balancer.reweight("c", 2))
                .withMessage(message);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> balancer.down("c", "cut off"))
                .withMessage(message);
        assertThatIllegalArgumentException().isThrownBy(() -> balancer.up("c")).withMessage(message);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> balancer.drain("c", Duration.ZERO))
                .withMessage(message);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> balancer.topology().endpoint("c"))
                .withMessage(message);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> balancer.stats().endpoint("c"))
                .withMessageStartingWith("endpoint must be one of [");
        assertThat(balancer.remove("c")).isFalse();
        assertThat(balancer.topology().version()).isEqualTo(1);
    }

    @Test
    void a_bad_weight_or_bound_for_an_endpoint_that_is_there_is_refused_and_changes_nothing() {
        LoadBalancer<String> balancer =
                LoadBalancer.<String>builder().endpoint("a").endpoint("b").unattended(world.environment);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> balancer.reweight("a", Double.NaN))
                .withMessage("weight of a must be from 0.0 to 1000000.0: NaN");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> balancer.drain("a", Duration.ofSeconds(-1)))
                .withMessage("bound must be from PT0S to PT8760H: PT-1S");
        assertThat(balancer.topology().version()).isEqualTo(1);
        assertThat(balancer.topology().endpoint("a").state()).isEqualTo(EndpointState.UP);
    }

    @Test
    void changes_after_close_that_would_need_the_balancer_are_refused() {
        LoadBalancer<String> balancer =
                LoadBalancer.<String>builder().name("web").endpoint("a").unattended(world.environment);
        balancer.close();

        List<ThrowingCallable> ways = List.of(
                () -> balancer.add("b"),
                () -> balancer.drain("a", Duration.ZERO),
                balancer::pick,
                () -> balancer.pick(PickOptions.key("k")),
                () -> balancer.call(target -> target));
        for (ThrowingCallable way : ways) {
            assertThatExceptionOfType(BalancerClosedException.class)
                    .isThrownBy(way)
                    .withMessage("web is closed");
        }
        assertThat(balancer.topology().endpoints()).hasSize(1);
    }

    private static Arguments regions(Consumer<RegionBalancerBuilder<String>> options, String message) {
        return Arguments.of(options, message);
    }

    static Stream<Arguments> badRegions() {
        return Stream.of(
                regions(it -> {}, "regions must be at least 1: 0"),
                regions(it -> it.region("a", "A", 1).region("a", "B", 2), "region names must differ: a"),
                regions(it -> it.region("a", "A", 0), "shares must not all be 0: that of [a]"),
                regions(it -> it.region("a", "A", -1), "share of a must be from 0.0 to 1000000.0: -1.0"),
                regions(it -> it.region("a", "A", Double.NaN), "share of a must be from 0.0 to 1000000.0: NaN"),
                regions(it -> it.region("a", "A", 2e6), "share of a must be from 0.0 to 1000000.0: 2000000.0"),
                regions(it -> it.region("\r", "A", 1), "region name" + NAME_RULE + "\"?\""),
                regions(it -> it.region("a", "A", 1, r -> r.tag("")), "tag" + NAME_RULE + "\"\""),
                regions(it -> it.region("a", "A", 1).name(" "), "name" + NAME_RULE + "\" \""),
                regions(
                        it -> it.region("a", "A", 1).failBackAfter(Duration.ofDays(8)),
                        "failBackAfter must be from PT0S to PT168H: PT192H"),
                regions(
                        it -> it.region("a", "A", 1).failBackOver(Duration.ofNanos(-1)),
                        "failBackOver must be from PT0S to PT168H: PT-0.000000001S"),
                regions(
                        it -> it.region("a", "A", 1).looking(p -> p.timeout(Duration.ofSeconds(1))),
                        "probe timeout must be from PT0.001S to nine tenths of the interval of PT1S: PT1S"),
                regions(
                        it -> it.region("a", "A", 1).probe(PROBE).looking(p -> p.fall(0)),
                        "probe fall must be from 1 to 1000: 0"));
    }

    @ParameterizedTest
    @MethodSource("badRegions")
    void regions_with_an_option_out_of_bounds_are_refused(
            Consumer<RegionBalancerBuilder<String>> options, String message) {
        RegionBalancerBuilder<String> builder = RegionBalancer.builder();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> {
                    options.accept(builder);
                    builder.build();
                })
                .withMessage(message);
    }
}
