package dev.scalekit.routing.balance;

import java.util.List;
import java.util.function.Predicate;

/**
 * Which endpoints may be taken, and with which weight: a function of where they are, and of nothing else. Immutable.
 *
 * <p>Those that are up, with what slow start leaves them of their weight. If too little is up to bear the load, the
 * ejected ones as well, all with their full weight: failures that hit nearly everybody say little about anybody
 * (Envoy's "panic threshold"). If nothing can be taken, those that nobody has looked at yet. Never those that a probe
 * says are down.
 *
 * @param weights by endpoint, 0 for those that may not be taken
 * @param usable which part of the weight of active endpoints is up
 */
record Eligible(List<Double> weights, double usable, boolean panic) {

    static Eligible of(List<Member> members, double panicThreshold) {
        double active = weight(members, Member::isActive);
        double usable = active == 0 ? 0 : weight(members, Member::isUp) / active;
        boolean panic =
                usable < panicThreshold && weight(members, member -> member.state() == EndpointState.EJECTED) > 0;
        if (panic) {
            return new Eligible(
                    full(members, member -> member.isUp() || member.state() == EndpointState.EJECTED), usable, true);
        }
        if (usable == 0) {
            return new Eligible(full(members, member -> member.state() == EndpointState.JOINING), 0, false);
        }
        List<Double> up = members.stream()
                .map(member -> member.isUp() ? member.weight() * member.part() : 0)
                .toList();
        return new Eligible(up, usable, false);
    }

    private static List<Double> full(List<Member> members, Predicate<Member> taken) {
        return members.stream()
                .map(member -> taken.test(member) ? member.weight() : 0)
                .toList();
    }

    private static double weight(List<Member> members, Predicate<Member> counted) {
        return members.stream().filter(counted).mapToDouble(Member::weight).sum();
    }
}
