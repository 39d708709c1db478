package dev.scalekit.routing.balance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scalekit.testkit.Seeds;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What must be so of who may be taken, in whichever snapshot. Not instantiable. */
final class EligibleRules {
    private static final long SEED = 67;
    private static final double THRESHOLD = 0.5;
    private static final List<EndpointState> STATES = List.of(EndpointState.values());

    private EligibleRules() {}

    static void check(BiFunction<List<Member>, Double, Eligible> function, int cases) {
        Seeds.forAll(
                SEED,
                cases,
                random -> Stream.generate(() -> new Member(
                                STATES.get(random.nextInt(STATES.size())),
                                random.nextInt(4),
                                random.nextBoolean() ? 1 : random.nextDouble(0.1, 1),
                                random.nextInt(2)))
                        .limit(random.nextInt(9))
                        .toList(),
                members -> check(members, function.apply(members, THRESHOLD)));
    }

    private static void check(List<Member> members, Eligible eligible) {
        double up = weight(members, EndpointState.UP);
        double active = up
                + weight(members, EndpointState.JOINING)
                + weight(members, EndpointState.DOWN)
                + weight(members, EndpointState.EJECTED);
        boolean anyEjected =
                members.stream().anyMatch(member -> member.state() == EndpointState.EJECTED && member.weight() > 0);
        assertThat(eligible.panic()).as("panic").isEqualTo(anyEjected && up < THRESHOLD * active);
        IntStream.range(0, members.size()).forEach(i -> {
            Member member = members.get(i);
            double weight = eligible.weights().get(i);
            boolean taken = member.weight() > 0
                    && switch (member.state()) {
                        case UP -> true;
                        case EJECTED -> eligible.panic();
                        case JOINING -> up == 0 && !eligible.panic();
                        case DOWN, DRAINING, DRAINED -> false;
                    };
            assertThat(weight > 0).as("%s is taken", member).isEqualTo(taken);
            double part = eligible.panic() || up == 0 ? 1 : member.part();
            assertThat(taken ? weight : 0).as("weight of %s", member).isEqualTo(taken ? member.weight() * part : 0);
        });
    }

    private static double weight(List<Member> members, EndpointState state) {
        return members.stream()
                .filter(member -> member.state() == state)
                .mapToDouble(Member::weight)
                .sum();
    }
}
