package dev.scalekit.routing;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * Has a few actors do what they do in every order in which their steps can come, one order after the other. Each has a thread of its
 * own, of which one runs at a time: who runs says where a step of his is over, and goes on when it is his turn again. For one thread
 * at a time, but for {@link #step}.
 */
final class Interleavings implements AutoCloseable {
    private static final int NOBODY = -1;

    private final ExecutorService threads = Executors.newCachedThreadPool();
    /** Whose turn it was at each step, and of how many. */
    private final List<Choice> order = new ArrayList<>();

    private final List<Integer> running = new ArrayList<>();
    private final List<Semaphore> turns = new ArrayList<>();
    private final Semaphore allDone = new Semaphore(0);
    private int steps;
    private int current = NOBODY;
    private @Nullable Throwable failure;

    private record Choice(int chosen, int of) {}

    /** Runs them in the next order, to the end. */
    void run(List<Runnable> actors) {
        steps = 0;
        turns.clear();
        for (int i = 0; i < actors.size(); i++) {
            int self = i;
            Semaphore turn = new Semaphore(0);
            running.add(i);
            turns.add(turn);
            // Nobody looks at the lists before it is his turn.
            threads.execute(() -> {
                turn.acquireUninterruptibly();
                act(self, actors.get(self));
            });
        }
        pass();
        allDone.acquireUninterruptibly();
        Throwable thrown = failure;
        failure = null;
        if (thrown != null) {
            throw new AssertionError("in this order: " + order + ": " + thrown.getMessage(), thrown);
        }
    }

    private void act(int self, Runnable actor) {
        try {
            actor.run();
        } catch (Throwable e) {
            failure = e;
        }
        running.removeIf(one -> one == self);
        if (running.isEmpty()) {
            current = NOBODY;
            allDone.release();
        } else {
            pass();
        }
    }

    /** Ends a step: another one goes on, or the same. Nothing where no actor runs. */
    void step() {
        int self = current;
        if (self != NOBODY && pass() != self) {
            turns.get(self).acquireUninterruptibly();
        }
    }

    /** Returns whose turn it is now. */
    private int pass() {
        int before = current;
        if (steps == order.size()) {
            order.add(new Choice(0, running.size()));
        }
        int next = running.get(order.get(steps).chosen);
        steps++;
        current = next;
        if (next != before) {
            turns.get(next).release();
        }
        return next;
    }

    /** Tells whether there is another order, which is the next one then. */
    boolean isAnother() {
        while (!order.isEmpty()) {
            Choice last = order.remove(order.size() - 1);
            if (last.chosen + 1 < last.of) {
                order.add(new Choice(last.chosen + 1, last.of));
                return true;
            }
        }
        return false;
    }

    @Override
    public void close() {
        threads.shutdown();
    }
}
