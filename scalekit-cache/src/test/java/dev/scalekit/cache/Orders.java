package dev.scalekit.cache;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * Has several acts done in the orders that their steps can have. Each order is another run from the beginning, with all of it made
 * anew. Not thread-safe.
 */
final class Orders {
    private static final int MOST_STEPS = 200;

    private final Supplier<? extends Scene> scenes;
    private final Consumer<Runnable> each;

    /** Which of those who could go on went on, at each step. */
    private final int[] choices = new int[MOST_STEPS];

    private final int[] ready = new int[MOST_STEPS];
    private int steps;

    /** What is done, and what must be so at the end. Not thread-safe. */
    interface Scene {
        List<? extends Act> acts();

        void requireEnd();
    }

    /** @param each runs one order, and may count it */
    Orders(Supplier<? extends Scene> scenes, Consumer<Runnable> each) {
        this.scenes = scenes;
        this.each = each;
    }

    /** Goes through all orders depth first; returns how many there are. */
    long all() {
        long orders = 0;
        int chosen = 0;
        while (chosen >= 0) {
            int first = chosen;
            each.accept(() -> run(step -> step < first ? choices[step] : 0));
            orders++;
            chosen = next();
        }
        return orders;
    }

    /** Goes through some orders, with each choice left to chance. */
    void some(int count, RandomGenerator random) {
        for (int i = 0; i < count; i++) {
            each.accept(() -> run(step -> random.nextInt(ready[step])));
        }
    }

    /** The last choice that can be another one becomes that; returns up to where they are made then, or -1 if there is none. */
    private int next() {
        for (int last = steps - 1; last >= 0; last--) {
            if (choices[last] + 1 < ready[last]) {
                choices[last]++;
                return last + 1;
            }
        }
        return -1;
    }

    /** Chooses one of those who can go on. */
    private interface Choice {
        int at(int step);
    }

    private void run(Choice choice) {
        Scene scene = scenes.get();
        List<? extends Act> acts = scene.acts();
        steps = 0;
        try {
            while (countReady(acts)) {
                choices[steps] = choice.at(steps);
                Act next = ready(acts, choices[steps]);
                steps++;
                next.step();
            }
            scene.requireEnd();
        } catch (AssertionError | RuntimeException e) {
            throw new AssertionError(scene + ", in the order " + order(scenes.get()), e);
        }
    }

    private boolean countReady(List<? extends Act> acts) {
        int left = 0;
        int count = 0;
        for (Act act : acts) {
            left += act.isOver() ? 0 : 1;
            count += act.isReady() ? 1 : 0;
        }
        if (left > 0 && count == 0) {
            throw new AssertionError("nobody can go on of " + acts);
        }
        ready[steps] = count;
        return left > 0;
    }

    private static Act ready(List<? extends Act> acts, int choice) {
        int at = choice;
        for (Act act : acts) {
            if (act.isReady() && at-- == 0) {
                return act;
            }
        }
        throw new IllegalStateException("There is no choice " + choice + " in " + acts);
    }

    /** Names who went on at each step, by doing it all again. */
    private String order(Scene scene) {
        List<? extends Act> acts = scene.acts();
        StringBuilder order = new StringBuilder();
        for (int step = 0; step < steps; step++) {
            Act act = ready(acts, choices[step]);
            order.append(step == 0 ? "" : ", ")
                    .append(acts.indexOf(act))
                    .append(' ')
                    .append(act);
            if (step < steps - 1) {
                act.step();
            }
        }
        return order.toString();
    }
}
