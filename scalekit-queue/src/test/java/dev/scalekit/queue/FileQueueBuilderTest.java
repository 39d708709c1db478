package dev.scalekit.queue;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;

final class FileQueueBuilderTest {
    private final FileQueueBuilder<String> builder = strings(Path.of("orders"));

    static FileQueueBuilder<String> strings(Path directory) {
        return FileQueue.builder(directory, text -> text.getBytes(UTF_8), bytes -> new String(bytes, UTF_8));
    }

    @Test
    void every_option_has_its_documented_default() {
        Options options = builder.options();

        assertThat(options.groups().names()).containsExactly("default");
        assertThat(options.groups().dropped()).isEmpty();
        assertThat(options.limits().bytes()).isEqualTo(10_737_418_240L);
        assertThat(options.limits().messages()).isEqualTo(100_000_000);
        assertThat(options.limits().freeDisk()).isEqualTo(1_073_741_824);
        assertThat(options.limits().whenFull().patience()).isEqualTo(Duration.ofSeconds(10));
        assertThat(options.limits().messageBytes()).isEqualTo(1_048_576);
        assertThat(options.limits().segmentBytes()).isEqualTo(67_108_864);
        assertThat(options.redelivery().lease()).isEqualTo(Duration.ofSeconds(30));
        assertThat(options.redelivery().maximumAttempts()).isEqualTo(5);
        assertThat(options.redelivery().retry()).hasToString("Retry[exponential from PT1S to PT5M]");
        assertThat(options.redelivery().maximumDeadLetters()).isEqualTo(10_000);
        assertThat(options.deduplication().window()).isEqualTo(Duration.ofMinutes(5));
        assertThat(options.deduplication().maximumIds()).isEqualTo(100_000);
    }

    @Test
    void every_option_arrives_where_the_queue_looks_for_it() {
        WhenFull refuse = WhenFull.refuse();
        Retry retry = Retry.fixed(Duration.ofSeconds(3));
        QueueListener listener = new QueueListener() {};
        InstantSource clock = InstantSource.fixed(Instant.EPOCH);
        Ticker ticker = () -> 42;
        builder.groups("mail", "audit").dropGroup("default").dropGroup("old");
        builder.maximumBytes(1L << 32).maximumMessages(7).minimumFreeDisk(8).whenFull(refuse);
        builder.maximumMessageBytes(9)
                .segmentBytes(1 << 20)
                .lease(Duration.ofSeconds(2))
                .maximumAttempts(3);
        builder.retryDelay(retry).maximumDeadLetters(4).deduplicationWindow(Duration.ofSeconds(5));
        builder.maximumDeduplicationIds(6).listener(listener).clock(clock).ticker(ticker);

        Options options = builder.options();

        assertThat(options.groups().names()).containsExactly("mail", "audit");
        assertThat(options.groups().dropped()).containsExactlyInAnyOrder("default", "old");
        assertThat(options.limits()).isEqualTo(new Options.Limits(1L << 32, 7, 8, 9, 1 << 20, refuse));
        assertThat(options.redelivery()).isEqualTo(new Options.Redelivery(Duration.ofSeconds(2), 3, retry, 4));
        assertThat(options.deduplication()).isEqualTo(new Options.Deduplication(Duration.ofSeconds(5), 6));
        assertThat(options.listener()).isSameAs(listener);
        assertThat(options.time()).isEqualTo(new Options.Time(clock, ticker));
    }

    @Test
    void options_do_not_change_with_the_builder() {
        Options options = builder.groups("mail").options();

        builder.groups("audit").dropGroup("mail").maximumMessages(1);

        assertThat(options.groups().names()).containsExactly("mail");
        assertThat(options.groups().dropped()).isEmpty();
        assertThat(options.limits().messages()).isEqualTo(100_000_000);
    }

    @Test
    void time_runs_by_default() {
        Options.Time time = builder.options().time();
        long before = time.ticker().nanos();

        assertThat(time.ticker().nanos()).isGreaterThanOrEqualTo(before);
        assertThat(time.wall().instant()).isAfter(Instant.parse("2024-01-01T00:00:00Z"));
    }
}
