package dev.scalekit.routing.balance;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CountsTest {
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private static final Ejection ROWS =
            new Ejection(5, 3, 1, 1_000_000, Duration.ofSeconds(10), Duration.ofMinutes(5), 0.5);
    private static final Ejection RATE =
            new Ejection(1_000_000, 1_000_000, 0.5, 10, Duration.ofSeconds(10), Duration.ofMinutes(5), 0.5);

    private long now = -4 * SECOND;

    /** Plays outcomes: success, external, local, cancelled, a second that passes; returns what the last one came to. */
    private String play(Counts counts, String outcomes) {
        String last = "";
        for (int i = 0; i < outcomes.length(); i++) {
            char outcome = outcomes.charAt(i);
            last = "";
            switch (outcome) {
                case 's' -> counts.success();
                case 'c' -> counts.cancelled();
                case '.' -> now += SECOND;
                default ->
                    last = counts.failed(outcome == 'l' ? Origin.LOCAL : Origin.EXTERNAL, now)
                            .orElse("");
            }
        }
        return last;
    }

    @ParameterizedTest
    @CsvSource({
        "eeee, ''",
        "eeeee, 5 calls in a row failed",
        "eeeeee, 6 calls in a row failed",
        "eeeeseeee, ''",
        "eeeeseeeee, 5 calls in a row failed",
        "eeccccee, ''",
        "eececcee, 5 calls in a row failed",
        "ll, ''",
        "lll, 3 calls in a row did not reach it or got no answer",
        "llsl, ''",
        "lllsll, ''",
        "llcl, 3 calls in a row did not reach it or got no answer",
        // An answer that it failed says that it can be reached, but it is no success.
        "llel, ''",
        "llell, 5 calls in a row failed",
        "eelle, 5 calls in a row failed",
        "eelll, 3 calls in a row did not reach it or got no answer",
        "eeee............e, 5 calls in a row failed"
    })
    void a_row_of_failures_ejects_and_a_success_ends_it(String outcomes, String why) {
        assertThat(play(new Counts(ROWS), outcomes)).isEqualTo(why);
    }

    @ParameterizedTest
    @CsvSource({
        "eeeeeeeee, ''",
        "eeeeeeeeee, 10 of 10 calls failed",
        "eseseseses, ''",
        "esesesesese, 6 of 11 calls failed",
        "essssseeee, 5 of 10 calls failed",
        "esssssssseeee, ''",
        "lelelelele, 10 of 10 calls failed",
        "cccccccccccccccccccce, ''",
        // Ten seconds after the first failure it is counted anew, with that failure.
        "eeeeeeeee.........e, 10 of 10 calls failed",
        "eeeeeeeee..........e, ''",
        "eeeeeeeee..........eeeeeeeeee, 10 of 10 calls failed",
        // Successes of before the first failure are not in its window.
        "ssssssssssssssssssssssssssssseeeeeeeeee, 10 of 10 calls failed"
    })
    void a_rate_of_failures_ejects_if_there_are_enough_outcomes(String outcomes, String why) {
        assertThat(play(new Counts(RATE), outcomes)).isEqualTo(why);
    }

    @Test
    void forgetting_begins_rows_and_rate_anew_and_keeps_the_statistics() {
        Counts rows = new Counts(ROWS);
        Counts rate = new Counts(RATE);
        play(rows, "lleee");
        play(rate, "eeeeeeeeee");

        rows.forget(now);
        rate.forget(now);

        assertThat(play(rows, "ll")).isEmpty();
        assertThat(play(rows, "l")).isEqualTo("3 calls in a row did not reach it or got no answer");
        assertThat(play(rate, "eeeeeeeee")).isEmpty();
        assertThat(play(rate, "e")).isEqualTo("10 of 10 calls failed");
        assertThat(rate.stats("a", 0, 1).externalFailures()).isEqualTo(20);
    }

    @Test
    void everything_is_counted_for_the_statistics() {
        Counts counts = new Counts(ROWS);

        play(counts, "ssslecc.sl");

        assertThat(counts.stats("a", 7, 2)).isEqualTo(new EndpointStats("a", 7, 4, 2, 1, 2, 2));
    }
}
