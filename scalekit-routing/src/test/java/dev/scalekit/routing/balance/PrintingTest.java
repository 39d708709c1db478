package dev.scalekit.routing.balance;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is printed says what people need, in one line, and no more. */
final class PrintingTest {
    private static final String SECRET = "s3cret";

    private final World world = new World();

    private LoadBalancer<URI> withPassword() {
        return LoadBalancer.<URI>builder()
                .name("web")
                .endpoint("a", URI.create("http://user:" + SECRET + "@10.0.0.1:8080"))
                .unattended(world.environment);
    }

    @Test
    void a_balancer_says_where_its_endpoints_are() {
        LoadBalancer<URI> balancer = withPassword();

        assertThat(balancer.drain("a", Duration.ZERO)).isNotCancelled();

        assertThat(balancer).hasToString("LoadBalancer[web, [a DRAINED]]");
    }

    @Test
    void nothing_that_is_printed_has_the_target_of_an_endpoint_that_was_given_a_name() {
        LoadBalancer<URI> balancer = withPassword();

        assertThat(balancer.topology().toString()).contains("name=a").doesNotContain(SECRET);
        assertThat(balancer.topology().endpoint("a").toString()).doesNotContain(SECRET);
        assertThat(balancer.pick().toString()).isEqualTo("Lease[a, open]");
        assertThat(new Region<>("east", "eu", SECRET).toString())
                .contains("east", "eu")
                .doesNotContain(SECRET);
    }

    @Test
    void a_lease_says_what_came_of_it() {
        LoadBalancer<URI> balancer = withPassword();
        Lease<URI> succeeded = balancer.pick();
        Lease<URI> failed = balancer.pick();
        Lease<URI> cancelled = balancer.pick();

        succeeded.success();
        failed.failed(Origin.LOCAL);
        cancelled.close();

        assertThat(succeeded).hasToString("Lease[a, succeeded]");
        assertThat(failed).hasToString("Lease[a, failed]");
        assertThat(cancelled).hasToString("Lease[a, cancelled]");
        failed.retry();
        assertThat(failed).hasToString("Lease[a, failed, and retried]");
    }

    @Test
    void options_of_a_pick_say_that_there_is_a_key_and_not_which() {
        assertThat(PickOptions.NONE).hasToString("PickOptions[no key]");
        assertThat(PickOptions.key(SECRET)).hasToString("PickOptions[with a key]");
        assertThat(PickOptions.key(4711).withIdempotent()).hasToString("PickOptions[with a key, idempotent]");
        assertThat(PickOptions.idempotent()).hasToString("PickOptions[no key, idempotent]");
    }

    @Test
    void builders_say_their_names_and_how_many_there_are() {
        assertThat(LoadBalancer.<String>builder().name("web").endpoint("a"))
                .hasToString("LoadBalancerBuilder[web, 1 endpoints]");
        assertThat(RegionBalancer.<String>builder().region("a", "A", 1))
                .hasToString("RegionBalancerBuilder[regions, 1 regions]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r", "\t", "\u0085", "\u2028", "\u2029", "\u001B"})
    void what_others_have_said_cannot_begin_a_line_of_the_log(String breaks) {
        assertThat(Bounds.printable("Zoë ☃ " + breaks + "WARN")).isEqualTo("Zoë ☃ ?WARN");
    }

    @Test
    void the_reason_of_a_failed_probe_is_one_line_and_not_endless() {
        LoadBalancer<String> balancer = LoadBalancer.<String>builder()
                .endpoint("a")
                .probe(world.probe())
                .unattended(world.environment);
        world.breaks("a", "x\n2026-01-01 WARN web: all is well" + "y".repeat(10_000));

        world.passProbes(2, "a", balancer);

        assertThat(balancer.topology().endpoint("a").reason())
                .startsWith("its probe fails: IllegalStateException: x?2026-01-01 WARN")
                .endsWith("...")
                .hasSizeLessThan(330);
    }
}
