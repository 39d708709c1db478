package dev.scalekit.routing.balance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * A pick and a drain, in every order of their steps: the pick looks at the snapshot, then begins its lease at the gate,
 * then ends it; the drain publishes a snapshot without the endpoint, then shuts the gate. Not thread-safe.
 */
class DrainOrder {
    private final InFlight gate = new InFlight();
    private boolean isPublished;
    private int told;

    boolean tryBegin() {
        return gate.tryBegin();
    }

    boolean end() {
        return gate.end();
    }

    void drain(int step) {
        if (step == 0) {
            publish();
        } else {
            shut();
        }
    }

    final void publish() {
        isPublished = true;
    }

    final void shut() {
        told += gate.shut() ? 1 : 0;
    }

    /** Runs one order. */
    private void run(List<Boolean> order) {
        int drained = 0;
        boolean seen = false;
        boolean begun = false;
        int picked = 0;
        for (boolean isDrain : order) {
            if (isDrain) {
                drain(drained++);
            } else {
                switch (picked++) {
                    case 0 -> seen = !isPublished;
                    case 1 -> {
                        begun = seen && tryBegin();
                        assertThat(begun && drained == 2)
                                .as("a lease begins after the drain")
                                .isFalse();
                        assertThat(seen && !begun && !isPublished)
                                .as("the pick would find the endpoint in the snapshot again")
                                .isFalse();
                    }
                    default -> told += begun && end() ? 1 : 0;
                }
            }
        }
        assertThat(told)
                .as("times that the drain was told that nothing is left")
                .isEqualTo(1);
    }

    /** Runs every order, each with a fresh one. */
    static int check(Supplier<DrainOrder> fresh) {
        List<List<Boolean>> orders = new ArrayList<>();
        collect(List.of(), 2, 3, orders);
        orders.forEach(order -> fresh.get().run(order));
        return orders.size();
    }

    private static void collect(List<Boolean> begun, int drains, int picks, List<List<Boolean>> orders) {
        if (drains == 0 && picks == 0) {
            orders.add(begun);
        }
        if (drains > 0) {
            collect(with(begun, true), drains - 1, picks, orders);
        }
        if (picks > 0) {
            collect(with(begun, false), drains, picks - 1, orders);
        }
    }

    private static List<Boolean> with(List<Boolean> begun, boolean next) {
        List<Boolean> longer = new ArrayList<>(begun);
        longer.add(next);
        return longer;
    }
}
