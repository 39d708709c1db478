package dev.scalekit.cache;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Loads that are about to wait for each other in a circle, and others that wait for one of these. Not thread-safe. */
final class Circle implements Orders.Scene {
    private final List<Load<String, String>> loads;
    private final List<Waiter> waiters = new ArrayList<>();

    /**
     * @param length of the circle
     * @param others who are not in it
     * @param looksFirst whether each looks before it says what it waits for, wrongly
     */
    Circle(int length, int others, boolean looksFirst) {
        loads = IntStream.range(0, length + others)
                .mapToObj(at -> new Load<String, String>("cache", asks -> {}, false, 0))
                .toList();
        for (int at = 0; at < loads.size(); at++) {
            int next = at < length ? (at + 1) % length : at - 1;
            waiters.add(new Waiter(loads.get(at), loads.get(next), at < length, looksFirst));
        }
    }

    @Override
    public List<Waiter> acts() {
        return waiters;
    }

    @Override
    public void requireEnd() {
        for (Waiter waiter : waiters) {
            if (waiter.isRefused && !waiter.isInside) {
                throw new AssertionError("refused is one that nobody waits for");
            }
        }
        if (waiters.stream().noneMatch(waiter -> waiter.isRefused)) {
            throw new AssertionError("all wait for ever");
        }
    }

    /** One who says what it waits for, and looks whether that leads back to itself. Not thread-safe. */
    static final class Waiter implements Act {
        private final Load<?, ?> own;
        private final Load<?, ?> next;
        private final boolean isInside;
        private final boolean looksFirst;
        private int steps;
        private boolean isWaiting;
        private boolean isRefused;

        Waiter(Load<?, ?> own, Load<?, ?> next, boolean isInside, boolean looksFirst) {
            this.own = own;
            this.next = next;
            this.isInside = isInside;
            this.looksFirst = looksFirst;
        }

        @Override
        public boolean isOver() {
            return steps >= 2 && !(isRefused && isWaiting);
        }

        @Override
        public boolean isReady() {
            return !isOver();
        }

        @Override
        public void step() {
            if (steps >= 2) {
                own.waitFor(null);
                isWaiting = false;
            } else if (steps == 0 == looksFirst) {
                isRefused = next.leadsTo(own);
            } else {
                own.waitFor(next);
                isWaiting = true;
            }
            steps++;
        }

        @Override
        public String toString() {
            return isInside ? "LOAD IN THE CIRCLE" : "LOAD THAT WAITS FOR IT";
        }
    }

    @Override
    public String toString() {
        return waiters.toString();
    }
}
