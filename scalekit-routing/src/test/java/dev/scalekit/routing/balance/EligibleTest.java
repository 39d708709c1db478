package dev.scalekit.routing.balance;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who may be taken, as a table of snapshots. */
final class EligibleTest {
    private static final Map<Character, EndpointState> STATES = Map.of(
            'J', EndpointState.JOINING,
            'U', EndpointState.UP,
            'D', EndpointState.DOWN,
            'E', EndpointState.EJECTED,
            'i', EndpointState.DRAINING,
            'e', EndpointState.DRAINED);

    /** A state, then the weight if it is not 1, then after a colon what slow start leaves of it. */
    private static Member member(String text) {
        String[] numbers = text.substring(1).split(":", -1);
        double weight = numbers[0].isEmpty() ? 1 : Double.parseDouble(numbers[0]);
        double part = numbers.length > 1 ? Double.parseDouble(numbers[1]) : 1;
        return new Member(requireNonNull(STATES.get(text.charAt(0))), weight, part, 0);
    }

    @ParameterizedTest
    @CsvSource({
        // members, panic threshold, weights, usable, panic
        "U U U, 0.5, 1 1 1, 1, false",
        "U5 U1 U0, 0.5, 5 1 0, 1, false",
        "U U:0.1 U:0.55, 0.5, 1 0.1 0.55, 1, false",
        "U U4:0.25, 0.5, 1 1, 1, false",
        // What is down is not taken, however little is left.
        "U U D, 0.5, 1 1 0, 0.667, false",
        "U D D, 0.5, 1 0 0, 0.333, false",
        "D D D, 0.5, 0 0 0, 0, false",
        // What is ejected is not taken while enough is up.
        "U U E, 0.5, 1 1 0, 0.667, false",
        "U E, 0.5, 1 0, 0.5, false",
        "U9 E E, 0.8, 9 0 0, 0.818, false",
        "U9 E E, 0.9, 9 1 1, 0.818, true",
        // With too little up, ejected ones are taken as well, and all with their full weight.
        "U E E, 0.5, 1 1 1, 0.333, true",
        "U:0.1 E2 E, 0.5, 1 2 1, 0.25, true",
        "E, 0.5, 1, 0, true",
        "E E E, 0.5, 1 1 1, 0, true",
        "U D E, 0.5, 1 0 1, 0.333, true",
        "D D E, 0.5, 0 0 1, 0, true",
        "J J E, 0.5, 0 0 1, 0, true",
        "U E E, 0, 1 0 0, 0.333, false",
        "E E, 0, 0 0, 0, false",
        "U U E, 1, 1 1 1, 0.667, true",
        "U U U, 1, 1 1 1, 1, false",
        // A panic needs somebody to take: weight 0 is nobody.
        "U D D E0, 0.5, 1 0 0 0, 0.333, false",
        "U0 E E0, 0.5, 0 1 0, 0, true",
        // What nobody has looked at is taken if nothing else is there.
        "J J J, 0.5, 1 1 1, 0, false",
        "J2 J0 J, 0.5, 2 0 1, 0, false",
        "J:0.1 J, 0.5, 1 1, 0, false",
        "J U J, 0.5, 0 1 0, 0.333, false",
        "J D, 0.5, 1 0, 0, false",
        "J U0, 0.5, 1 0, 0, false",
        // What is drained is neither taken nor missed.
        "U U i e, 0.5, 1 1 0 0, 1, false",
        "U i i i E, 0.5, 1 0 0 0 0, 0.5, false",
        "i e, 0.5, 0 0, 0, false",
        "J i, 0.5, 1 0, 0, false",
        "E i, 0.5, 1 0, 0, true",
        // Nobody has a weight.
        "U0 U0, 0.5, 0 0, 0, false",
        "'', 0.5, '', 0, false",
        // Weights as far apart as they may be.
        "U1e-6 U1e6, 0.5, 1e-6 1e6, 1, false",
        "U1e-6 D1e6, 0.5, 1e-6 0, 0, false",
        "U1e-6 E1e6, 0.5, 1e-6 1e6, 0, true"
    })
    void a_snapshot_says_who_may_be_taken(
            String members, double threshold, String weights, double usable, String panic) {
        List<Member> all = Arrays.stream(members.split(" ", -1))
                .filter(text -> !text.isEmpty())
                .map(EligibleTest::member)
                .toList();

        Eligible eligible = Eligible.of(all, threshold);

        List<Double> expected = Arrays.stream(weights.split(" ", -1))
                .filter(text -> !text.isEmpty())
                .map(Double::valueOf)
                .toList();
        assertThat(eligible.weights()).isEqualTo(expected);
        assertThat(eligible.usable()).isCloseTo(usable, within(0.001));
        assertThat(eligible.panic()).isEqualTo(Boolean.parseBoolean(panic));
    }
}
