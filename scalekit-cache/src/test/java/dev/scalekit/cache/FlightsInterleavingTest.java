package dev.scalekit.cache;

import static dev.scalekit.cache.Scenes.close;
import static dev.scalekit.cache.Scenes.get;
import static dev.scalekit.cache.Scenes.getAll;
import static dev.scalekit.cache.Scenes.plan;
import static dev.scalekit.cache.Scenes.refresh;
import static dev.scalekit.cache.Scenes.write;
import static dev.scalekit.cache.World.Start.AGEING;
import static dev.scalekit.cache.World.Start.EXPIRED;
import static dev.scalekit.cache.World.Start.NOTHING;
import static org.assertj.core.api.Assertions.assertThat;

import dev.scalekit.testkit.Effort;
import dev.scalekit.testkit.Seeds;
import dev.scalekit.testkit.Tally;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What is done to a key by several threads, in every order of their steps. Whatever the order, nobody gets what is older than a write
 * that was acknowledged before (C1), nothing is loaded twice without need (C2), nobody waits for ever, and nothing is left over.
 */
final class FlightsInterleavingTest {
    private static final String CLAIM = "cache.interleavings";
    private static final long SEED = 17;

    private static long inEveryOrder(List<Scenes.Plan> plans) {
        try (Tally tally = Tally.of(CLAIM, SEED)) {
            long orders = 0;
            for (Scenes.Plan plan : some(plans)) {
                orders +=
                        plan.orders(Protocol::new, run -> tally.count(run::run)).all();
            }
            return orders;
        }
    }

    /** All of them, or where there is less time than usual a part of them, spread evenly; each with all of its orders. */
    private static List<Scenes.Plan> some(List<Scenes.Plan> plans) {
        int some = Effort.upTo(plans.size());
        return IntStream.range(0, some)
                .mapToObj(at -> plans.get((int) ((long) at * plans.size() / some)))
                .toList();
    }

    private static void inSomeOrders(int count, List<Scenes.Plan> plans) {
        try (Tally tally = Tally.of(CLAIM, SEED)) {
            for (Scenes.Plan plan : plans) {
                plan.orders(Protocol::new, run -> tally.count(run::run)).some(Effort.scaled(count), Seeds.random(SEED));
            }
        }
    }

    @Test
    void a_get_that_begins_after_a_write_does_not_miss_it() {
        long orders = inEveryOrder(Scenes.readsAroundAWrite());

        assertThat(orders).isGreaterThan(Effort.upTo(100_000) / 10);
    }

    @Test
    void a_refresh_brings_nothing_back_that_was_written_over() {
        long orders = inEveryOrder(Scenes.refreshesAroundAWrite());

        assertThat(orders).isGreaterThan(Effort.upTo(1_000) / 10);
    }

    @Test
    void what_is_loaded_anew_is_neither_what_was_there_nor_what_was_written_over() {
        long orders = inEveryOrder(Scenes.loadsAnewAroundAWrite());

        assertThat(orders).isGreaterThan(Effort.upTo(10_000) / 10);
    }

    @Test
    void two_writes_do_not_hide_each_other() {
        long orders = inEveryOrder(Scenes.readsAroundTwoWrites());

        assertThat(orders).isGreaterThan(Effort.upTo(10_000) / 10);
    }

    @ParameterizedTest
    @EnumSource
    void three_who_read_load_once(World.Start start) {
        long orders = inEveryOrder(List.of(plan(start, get(), get(), get())));

        assertThat(orders).isPositive();
    }

    @ParameterizedTest
    @EnumSource
    void a_load_that_fails_leaves_nobody_waiting(Trip.Answer answer) {
        long orders = inEveryOrder(List.of(
                plan(NOTHING, get(answer), get(), get(Trip.Answer.FAILS)),
                plan(EXPIRED, get(answer), get(), get(Trip.Answer.FAILS)),
                plan(AGEING, refresh(answer), get(), refresh(Trip.Answer.FOUND))));

        assertThat(orders).isGreaterThan(Effort.upTo(1_000) / 10);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void two_who_read_the_same_keys_in_opposite_order_do_not_wait_for_each_other(boolean isBulk) {
        long orders = inEveryOrder(
                List.of(plan(NOTHING, getAll(isBulk, World.KEY, World.OTHER), getAll(isBulk, World.OTHER, World.KEY))));

        assertThat(orders).isGreaterThan(Effort.upTo(1_000) / 10);
    }

    @Test
    void whoever_waits_when_a_cache_is_closed_is_told() {
        long orders = inEveryOrder(List.of(
                plan(NOTHING, get(), get(), close()),
                plan(NOTHING, get(), get(Trip.Answer.GIVEN_UP), close()),
                plan(EXPIRED, get(Trip.Answer.FAILS), get(), close()),
                plan(AGEING, refresh(Trip.Answer.FOUND), get(), close())));
        inSomeOrders(3_000, List.of(plan(NOTHING, getAll(true, World.KEY, World.OTHER), get(), close())));

        assertThat(orders).isGreaterThan(Effort.upTo(1_000) / 10);
    }

    /** Too many for all of their orders. */
    @ParameterizedTest
    @EnumSource
    void a_crowd_of_readers_and_writers_misses_nothing(Write.Kind kind) {
        Write.Kind other = kind == Write.Kind.PUT ? Write.Kind.ROLLBACK : Write.Kind.TAG;

        inSomeOrders(
                3_000,
                List.of(
                        plan(NOTHING, get(), get(), write(kind), write(other), get()),
                        plan(EXPIRED, get(), get(Trip.Answer.FAILS), write(kind), write(other), get()),
                        plan(
                                NOTHING,
                                getAll(true, World.KEY, World.OTHER),
                                getAll(false, World.OTHER, World.KEY),
                                write(kind)),
                        plan(
                                AGEING,
                                refresh(Trip.Answer.FOUND),
                                get(),
                                write(kind),
                                write(other),
                                get(Trip.Answer.PRIVATE))));
    }
}
