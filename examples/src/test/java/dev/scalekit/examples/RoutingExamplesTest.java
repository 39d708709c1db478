package dev.scalekit.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

/** Runs the examples of routing as they are, and reads what they print. */
@ResourceLock(Resources.SYSTEM_OUT)
final class RoutingExamplesTest {

    @Test
    void calls_go_on_while_a_server_dies_and_another_is_emptied() throws Exception {
        List<String> lines = Printed.by(LoadBalancedHttp::main);

        assertThat(lines.get(0)).matches("answers: \\{one=(9|1[0-2]), three=(1[89]|2[0-2]), two=(9|1[0-2])}");
        assertThat(lines.subList(1, lines.size() - 1))
                .containsExactly("without two: [one, three]", "two: DOWN", "left in one: 0");
        assertThat(lines.get(lines.size() - 1)).isEqualTo("without one: {three=10}");
    }

    @Test
    void users_stay_in_their_region_move_while_it_is_down_and_come_back() throws Exception {
        List<String> lines = Printed.by(TwoRegions::main);

        assertThat(usersInTheEast(lines.get(0))).isBetween(6_900, 7_100);
        assertThat(lines.get(1)).isEqualTo("near eu: west.example.org");
        assertThat(usersInTheEast(lines.get(2))).isBetween(4_750, 5_050);
        assertThat(lines.subList(3, lines.size()))
                .containsExactly(
                        "without us-east: {west.example.org=10000}",
                        "users of eu-west who moved: 0",
                        "all as before: true");
    }

    @Test
    void reads_are_on_replicas_and_writes_on_the_primary_also_when_it_is_another_one() throws Exception {
        List<String> lines = Printed.by(ReadWriteRouting::main);

        assertThat(lines)
                .containsExactly(
                        "written on pg1",
                        "read on [pg2, pg3]: tea",
                        "in a read-only scope: true",
                        "in a scope of the primary: pg1",
                        "written on pg2",
                        "read after that: cups, tea");
    }

    @Test
    void a_cookie_shows_on_the_other_server_what_was_written() throws Exception {
        List<String> lines = Printed.by(ReadYourWrites::main);

        assertThat(lines)
                .containsExactly(
                        "reviews without the cookie: 0, replica: true",
                        "reviews with the cookie: 1, replica: false",
                        "a moment later: 1, replica: true");
    }

    private static int usersInTheEast(String line) {
        Matcher matcher = Pattern.compile("east.example.org=(\\d+)").matcher(line);
        assertThat(matcher.find()).as(line).isTrue();
        return Integer.parseInt(matcher.group(1));
    }
}
