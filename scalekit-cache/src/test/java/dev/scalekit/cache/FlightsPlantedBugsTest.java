package dev.scalekit.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scalekit.testkit.Seeds;
import dev.scalekit.testkit.Tally;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Plants bugs in how a cache goes about what it does; the orders in which the right one passes must find each. */
final class FlightsPlantedBugsTest {
    private static final long SEED = 17;

    /** Of each plan, so many; all of them take longer than to find a bug takes. */
    private static final int ORDERS = 300;

    private static final List<Scenes.Plan> PLANS = Stream.of(
                    Scenes.readsAroundAWrite(),
                    Scenes.refreshesAroundAWrite(),
                    Scenes.loadsAnewAroundAWrite(),
                    Scenes.readsAroundTwoWrites())
            .flatMap(List::stream)
            .toList();

    /** Returns what the orders accuse a bug of, up to the accusation that is its own. */
    private static List<String> accusations(FlightBug bug) {
        List<String> accusations = new ArrayList<>();
        for (Scenes.Plan plan : PLANS) {
            plan.orders(bug.protocol(), run -> tryRun(run, accusations)).some(ORDERS, Seeds.random(SEED));
            if (accusations.stream().anyMatch(accusation -> accusation.contains(bug.accusation))) {
                return accusations;
            }
        }
        return accusations;
    }

    private static void tryRun(Runnable run, List<String> accusations) {
        try {
            run.run();
        } catch (AssertionError e) {
            accusations.add(e + ": " + e.getCause());
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_wrong_step_is_found_in_some_order(FlightBug bug) {
        try (Tally planted = Tally.of("cache.planted-bugs", SEED)) {
            planted.count(
                    () -> assertThat(accusations(bug)).anyMatch(accusation -> accusation.contains(bug.accusation)));
        }
    }
}
