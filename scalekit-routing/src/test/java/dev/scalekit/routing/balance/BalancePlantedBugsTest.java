package dev.scalekit.routing.balance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.scalekit.testkit.Seeds;
import dev.scalekit.testkit.Tally;
import java.time.Duration;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Plants bugs in what is balanced; the same checks that the right one passes must find each. */
final class BalancePlantedBugsTest {
    private static final long SEED = 71;
    private static final int SEQUENCES = 400;

    private static void requireFound(String accusation, ThrowingCallable check) {
        try (Tally planted = Tally.of("routing.balance-planted-bugs", SEED)) {
            planted.count(() ->
                    assertThatThrownBy(check).isInstanceOf(AssertionError.class).hasStackTraceContaining(accusation));
        }
    }

    /** Something that a balancer might do wrong; those of them that do so are balancers that were told something else. */
    enum RigBug {
        PANIC_IGNORED("panic") {
            @Override
            BalancerRig rig() {
                return new BalancerRig() {
                    @Override
                    LoadBalancerBuilder<String> changed(LoadBalancerBuilder<String> builder) {
                        return builder.panicThreshold(0);
                    }
                };
            }
        },
        CAP_IGNORED("EJECTED") {
            @Override
            BalancerRig rig() {
                return new BalancerRig() {
                    @Override
                    void ejection(EjectionOptions options) {
                        super.ejection(options);
                        options.cap(1);
                    }
                };
            }
        },
        EJECTION_NEVER_ENDS("EJECTED") {
            @Override
            BalancerRig rig() {
                return new BalancerRig() {
                    @Override
                    void ejection(EjectionOptions options) {
                        super.ejection(options);
                        options.base(Duration.ofDays(365)).longest(Duration.ofDays(365));
                    }
                };
            }
        },
        EJECTION_NEVER_GROWS("EJECTED") {
            @Override
            BalancerRig rig() {
                return new BalancerRig() {
                    @Override
                    void ejection(EjectionOptions options) {
                        super.ejection(options);
                        options.longest(Duration.ofNanos(BalancerModel.BASE));
                    }
                };
            }
        },
        SLOW_START_SKIPPED("effective weight") {
            @Override
            BalancerRig rig() {
                return new BalancerRig() {
                    @Override
                    LoadBalancerBuilder<String> changed(LoadBalancerBuilder<String> builder) {
                        return builder.slowStart(Duration.ZERO);
                    }
                };
            }
        },
        SUCCESS_DOES_NOT_END_A_ROW("EJECTED") {
            @Override
            BalancerRig rig() {
                return new BalancerRig() {
                    @Override
                    void success(Lease<String> lease) {
                        lease.close();
                    }
                };
            }
        },
        CANCELLED_ENDS_A_ROW("EJECTED") {
            @Override
            BalancerRig rig() {
                return new BalancerRig() {
                    @Override
                    void cancel(Lease<String> lease) {
                        lease.success();
                    }
                };
            }
        },
        ORIGIN_IGNORED("EJECTED") {
            @Override
            BalancerRig rig() {
                return new BalancerRig() {
                    @Override
                    void failed(Lease<String> lease, Origin origin) {
                        lease.failed(Origin.EXTERNAL);
                    }
                };
            }
        },
        LEASE_LEFT_OPEN("in flight") {
            @Override
            BalancerRig rig() {
                return new BalancerRig() {
                    @Override
                    void cancel(Lease<String> lease) {}
                };
            }
        },
        DRAIN_FORGOTTEN("DRAIN") {
            @Override
            BalancerRig rig() {
                return new BalancerRig() {
                    @Override
                    void drain(LoadBalancer<String> balancer, String name) {}
                };
            }
        },
        RESUME_FORGOTTEN("DRAIN") {
            @Override
            BalancerRig rig() {
                return new BalancerRig() {
                    @Override
                    void resume(LoadBalancer<String> balancer, String name) {}
                };
            }
        },
        REMOVE_FORGOTTEN("node-") {
            @Override
            BalancerRig rig() {
                return new BalancerRig() {
                    @Override
                    void remove(LoadBalancer<String> balancer, String name) {}
                };
            }
        },
        WEIGHT_0_PICKED("weight of node-") {
            @Override
            BalancerRig rig() {
                return new BalancerRig() {
                    @Override
                    void reweight(LoadBalancer<String> balancer, String name, double weight) {
                        balancer.reweight(name, Math.max(1e-6, weight));
                    }
                };
            }
        },
        FAILED_PROBE_COUNTS_AS_ANSWERED("but was: UP") {
            @Override
            BalancerRig rig() {
                return new BalancerRig() {
                    @Override
                    void probe(String target) {
                        try {
                            super.probe(target);
                        } catch (IllegalStateException e) {
                            // Overlooked.
                        }
                    }
                };
            }
        },
        ONE_ANSWER_BRINGS_IT_UP("node-") {
            @Override
            BalancerRig rig() {
                return new BalancerRig() {
                    @Override
                    LoadBalancerBuilder<String> changed(LoadBalancerBuilder<String> builder) {
                        return builder.probe((target, timeout) -> probe(target), it -> it.rise(1));
                    }
                };
            }
        },
        ONE_FAILED_PROBE_TAKES_IT_DOWN("node-") {
            @Override
            BalancerRig rig() {
                return new BalancerRig() {
                    @Override
                    LoadBalancerBuilder<String> changed(LoadBalancerBuilder<String> builder) {
                        return builder.probe((target, timeout) -> probe(target), it -> it.fall(1));
                    }
                };
            }
        };

        private final String accusation;

        RigBug(String accusation) {
            this.accusation = accusation;
        }

        abstract BalancerRig rig();
    }

    @ParameterizedTest
    @EnumSource
    void a_balancer_that_does_something_else_is_found(RigBug bug) {
        requireFound(bug.accusation, () -> checkSequences(bug::rig));
    }

    private static void checkSequences(Supplier<BalancerRig> rigs) {
        Seeds.forAll(SEED, SEQUENCES, BalancerSequencesTest::steps, steps -> BalancerSequencesTest.check(rigs, steps));
    }

    /** Who may be taken, wrongly. */
    enum EligibleBug implements BiFunction<List<Member>, Double, Eligible> {
        WEIGHT_0("is taken") {
            @Override
            double weight(Member member, double weight, Eligible right) {
                return member.isUp() ? Math.max(1e-9, weight) : weight;
            }
        },
        DOWN_IN_A_PANIC("is taken") {
            @Override
            double weight(Member member, double weight, Eligible right) {
                return right.panic() && member.state() == EndpointState.DOWN ? member.weight() : weight;
            }
        },
        EJECTED_WITHOUT_A_PANIC("is taken") {
            @Override
            double weight(Member member, double weight, Eligible right) {
                return member.state() == EndpointState.EJECTED ? member.weight() : weight;
            }
        },
        EJECTED_NEVER("is taken") {
            @Override
            double weight(Member member, double weight, Eligible right) {
                return member.state() == EndpointState.EJECTED ? 0 : weight;
            }
        },
        DRAINING("is taken") {
            @Override
            double weight(Member member, double weight, Eligible right) {
                return member.state() == EndpointState.DRAINING ? member.weight() : weight;
            }
        },
        JOINING_BESIDE_THOSE_THAT_ARE_UP("is taken") {
            @Override
            double weight(Member member, double weight, Eligible right) {
                return member.state() == EndpointState.JOINING ? member.weight() : weight;
            }
        },
        SLOW_START_SKIPPED("weight of") {
            @Override
            double weight(Member member, double weight, Eligible right) {
                return weight > 0 ? member.weight() : 0;
            }
        },
        DRAINED_COUNTED_AS_ILL("panic") {
            @Override
            public Eligible apply(List<Member> members, Double threshold) {
                return Eligible.of(
                        members.stream()
                                .map(member -> member.isActive()
                                        ? member
                                        : new Member(EndpointState.DOWN, member.weight(), 1, 0))
                                .toList(),
                        threshold);
            }
        };

        final String accusation;

        EligibleBug(String accusation) {
            this.accusation = accusation;
        }

        double weight(Member member, double weight, Eligible right) {
            return weight;
        }

        @Override
        public Eligible apply(List<Member> members, Double threshold) {
            Eligible right = Eligible.of(members, threshold);
            List<Double> weights = IntStream.range(0, members.size())
                    .mapToObj(i -> weight(members.get(i), right.weights().get(i), right))
                    .toList();
            return new Eligible(weights, right.usable(), right.panic());
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_wrong_choice_of_who_may_be_taken_is_found(EligibleBug bug) {
        EligibleRules.check(Eligible::of, SEQUENCES);
        requireFound(bug.accusation, () -> EligibleRules.check(bug, SEQUENCES));
    }

    /** Where users are sent, wrongly. */
    enum RegionBug implements RegionRules.Map {
        USERS_OF_WELL_REGIONS_MOVED("stays") {
            @Override
            public int at(long user, List<Double> kept) {
                // Drawn anew among all, by what each bears: the load is right, and nobody stays where he was.
                double sum = 0.5 * kept.get(0) + 0.3 + 0.2;
                double point = Mix.unit(Mix.next(user)) * sum - 0.5 * kept.get(0);
                return point < 0 ? 0 : point < 0.3 ? 1 : 2;
            }
        },
        MOVED_USERS_MOVED_AGAIN("not moved again") {
            @Override
            public int at(long user, List<Double> kept) {
                int right = RegionRules.real(user, kept);
                boolean moved = RegionRules.real(user, List.of(1.0, 1.0, 1.0)) != right;
                return moved ? 1 + Mix.below(5, Mix.next(user ^ kept.hashCode())) / 3 : right;
            }
        },
        ALL_MOVED_TO_ONE("parts at") {
            @Override
            public int at(long user, List<Double> kept) {
                int right = RegionRules.real(user, kept);
                return RegionRules.real(user, List.of(1.0, 1.0, 1.0)) != right ? 1 : right;
            }
        },
        ALL_OR_NOTHING("parts at") {
            @Override
            public int at(long user, List<Double> kept) {
                return RegionRules.real(user, kept.get(0) < 0.5 ? List.of(0.0, 1.0, 1.0) : List.of(1.0, 1.0, 1.0));
            }
        },
        HEALTH_IGNORED("parts at") {
            @Override
            public int at(long user, List<Double> kept) {
                return RegionRules.real(user, List.of(1.0, 1.0, 1.0));
            }
        };

        private final String accusation;

        RegionBug(String accusation) {
            this.accusation = accusation;
        }
    }

    @ParameterizedTest
    @EnumSource
    void users_who_are_sent_wrongly_are_found(RegionBug bug) {
        requireFound(bug.accusation, () -> RegionRules.check(bug));
    }

    @Test
    void users_are_sent_rightly() {
        RegionRules.check(RegionRules::real);
    }

    @Test
    void a_drain_and_a_pick_agree_in_every_order() {
        assertThat(DrainOrder.check(DrainOrder::new)).isEqualTo(10);
    }

    @Test
    void a_gate_that_is_shut_before_the_snapshot_is_published_is_found() {
        requireFound(
                "in the snapshot again",
                () -> DrainOrder.check(() -> new DrainOrder() {
                    @Override
                    void drain(int step) {
                        super.drain(1 - step);
                    }
                }));
    }

    @Test
    void a_gate_that_nobody_looks_at_is_found() {
        requireFound(
                "begins after the drain",
                () -> DrainOrder.check(() -> new DrainOrder() {
                    @Override
                    boolean tryBegin() {
                        super.tryBegin();
                        return true;
                    }
                }));
    }

    @Test
    void a_last_lease_that_does_not_tell_is_found() {
        requireFound(
                "nothing is left",
                () -> DrainOrder.check(() -> new DrainOrder() {
                    @Override
                    boolean end() {
                        super.end();
                        return false;
                    }
                }));
    }

    @Test
    void a_fail_back_without_delay_is_found() {
        requireFound(
                "it gained, and had been better for",
                () -> DamperTest.requireDamped((delay, ramp) -> damped(Duration.ZERO, ramp), SEQUENCES));
    }

    private static DamperTest.Kept damped(Duration delay, Duration ramp) {
        Damper damper = new Damper(delay, ramp);
        return (bearable, now) -> DamperTest.update(damper, bearable, now);
    }

    @Test
    void a_fail_back_all_at_once_is_found() {
        requireFound(
                "it gained", () -> DamperTest.requireDamped((delay, ramp) -> damped(delay, Duration.ZERO), SEQUENCES));
    }

    @Test
    void a_fail_back_that_overlooks_breaks_is_found() {
        requireFound(
                "it gained",
                () -> DamperTest.requireDamped(
                        (delay, ramp) -> {
                            Damper damper = new Damper(delay, ramp);
                            return (bearable, now) -> damper.isReturning() && bearable < damper.kept()
                                    ? bearable
                                    : DamperTest.update(damper, bearable, now);
                        },
                        SEQUENCES));
    }

    @Test
    void a_region_that_is_worse_and_keeps_its_users_is_found() {
        requireFound(
                "no more than it could",
                () -> DamperTest.requireDamped((delay, ramp) -> (bearable, now) -> 1, SEQUENCES));
    }

    @Test
    void an_answer_after_the_timeout_that_counts_is_found() {
        requireFound(
                "a late answer",
                () -> ProbeRoundsTest.requireLateAnswersIgnored(rounds -> {
                    rounds.end();
                    return true;
                }));
    }

    @Test
    void an_index_that_begins_to_look_too_far_along_the_line_is_found() {
        double[] weights = {5, 1, 2, 0.5};
        WeightedIndex index = WeightedIndex.of(weights);
        WeightedIndexTest.requireExact(index::at, weights);

        requireFound("part of", () -> WeightedIndexTest.requireExact(bits -> index.at(bits | (3L << 60)), weights));
    }

    @Test
    void an_index_that_forgets_the_last_part_is_found() {
        double[] weights = {5, 1, 2, 0.5};
        WeightedIndex index = WeightedIndex.of(weights);

        requireFound("part of", () -> WeightedIndexTest.requireExact(bits -> Math.min(2, index.at(bits)), weights));
    }
}
