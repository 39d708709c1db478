package dev.scalekit.examples.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RequestsTest {
    private static final long MILLI = 1_000_000;

    private final Requests requests = new Requests();

    @Test
    void a_window_sees_what_ends_while_it_is_open() {
        requests.answered(true, 0, 0, 5 * MILLI);
        Window window = requests.open();
        requests.answered(true, 0, 2 * MILLI, 10 * MILLI);
        requests.failed(true);
        requests.failed(false);
        window.close();
        requests.failed(true);

        assertThat(window.answered()).isOne();
        assertThat(window.failures()).isEqualTo(2);
        assertThat(window.idempotentFailures()).isOne();
        assertThat(window.percentile(50))
                .as("from when it was wanted, not from when it was sent")
                .isEqualTo(10.0);
        assertThat(requests.ended()).isEqualTo(5);
    }

    @Test
    void a_visit_that_was_turned_away_has_failed_and_was_never_sent() {
        try (Window window = requests.open()) {
            requests.turnedAway();

            assertThat(window.failures()).isOne();
            assertThat(requests.failures()).isOne();
            assertThat(requests.ended()).isZero();
        }
    }

    @Test
    void a_good_answer_is_awaited_that_was_asked_for_late_enough() throws InterruptedException {
        Thread shop = new Thread(() -> {
            for (int sent = 0; sent <= 2_000 && !Thread.currentThread().isInterrupted(); sent++) {
                requests.answered(true, sent, sent, sent + 7);
                requests.answered(false, 3_000, 3_000, 1);
                Thread.onSpinWait();
            }
            while (!Thread.currentThread().isInterrupted()) {
                requests.answered(true, 2_001, 2_001, 2_008);
            }
        });
        shop.start();

        long answeredAt = requests.awaitAnswer(2_000, Duration.ofSeconds(30)).orElseThrow();
        shop.interrupt();
        shop.join();

        assertThat(answeredAt).isEqualTo(2_008);
    }

    @Test
    void no_answer_is_awaited_for_ever() throws InterruptedException {
        assertThat(requests.awaitAnswer(0, Duration.ofMillis(1))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"50, 5", "90, 9", "99, 10", "100, 10", "0.1, 1"})
    void percentiles_are_by_the_nearest_rank(double percent, double millis) {
        List<long[]> parts =
                List.of(new long[] {10 * MILLI, 1 * MILLI, 3 * MILLI, 2 * MILLI}, new long[] {}, new long[] {
                    4 * MILLI, 5 * MILLI, 6 * MILLI, 9 * MILLI, 8 * MILLI, 7 * MILLI
                });

        assertThat(Percentiles.millis(parts, percent)).containsExactly(millis);
    }

    @Test
    void of_nothing_there_is_no_percentile() {
        assertThat(Percentiles.millis(List.of(), 50, 99)).containsExactly(Double.NaN, Double.NaN);
    }

    @Test
    void a_window_keeps_every_duration() {
        try (Window window = requests.open()) {
            for (int i = 1; i <= 1_000; i++) {
                requests.answered(true, 0, 0, i * MILLI);
            }

            assertThat(window.percentile(99.9)).isEqualTo(999.0);
        }
    }

    @ParameterizedTest
    @CsvSource({"0.4567, 0.457", "1.2345, 1.23", "42.04, 42.0", "291.3, 291", "1234.5, '1,235'", "NaN, –"})
    void figures_have_three_digits(double number, String written) {
        assertThat(Figures.number(number)).isEqualTo(written);
    }
}
