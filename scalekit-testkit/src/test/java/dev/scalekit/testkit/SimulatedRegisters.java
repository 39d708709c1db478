package dev.scalekit.testkit;

import dev.scalekit.testkit.History.Invocation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Linearizable registers under concurrent callers, on one thread: each operation takes effect at one random moment between
 * its invocation and its end, a write of unknown outcome at any later moment too, or never. Not thread-safe.
 */
final class SimulatedRegisters {
    private final RandomGenerator random;
    private final boolean uniqueValues;
    private final History history = History.of("write", "read");
    private final Map<String, Object> state = new HashMap<>();
    private final List<Call> calls = new ArrayList<>();
    private final List<Call> abandoned = new ArrayList<>();
    private int values;

    private SimulatedRegisters(RandomGenerator random, boolean uniqueValues) {
        this.random = random;
        this.uniqueValues = uniqueValues;
    }

    /** A history in which every value is written once. */
    static Operations uniqueValues(RandomGenerator random) {
        return new SimulatedRegisters(random, true).run();
    }

    /** A history with few values, and deletions. */
    static Operations fewValues(RandomGenerator random) {
        return new SimulatedRegisters(random, false).run();
    }

    private Operations run() {
        int processes = 1 + random.nextInt(5);
        for (int i = 0; i < processes; i++) {
            calls.add(new Call("p" + i));
        }
        int steps = random.nextInt(400);
        for (int i = 0; i < steps; i++) {
            calls.get(random.nextInt(processes)).step();
            if (!abandoned.isEmpty() && random.nextInt(10) == 0) {
                abandoned.remove(random.nextInt(abandoned.size())).takeEffect();
            }
        }
        return history.operations();
    }

    private @Nullable Object newValue() {
        if (uniqueValues) {
            return values++;
        }
        int value = random.nextInt(4);
        return value == 0 ? null : value;
    }

    /** What a process is doing. */
    private final class Call {
        private final String process;
        private @Nullable Invocation invocation;
        private boolean isWrite;
        private boolean hadEffect;
        private String key = "";
        private @Nullable Object value;

        Call(String process) {
            this.process = process;
        }

        void step() {
            Invocation running = invocation;
            if (running == null) {
                begin();
            } else if (hadEffect) {
                end(running);
            } else if (isWrite && random.nextInt(8) == 0) {
                giveUp(running);
            } else {
                takeEffect();
            }
        }

        private void begin() {
            hadEffect = false;
            isWrite = random.nextBoolean();
            key = "k" + random.nextInt(3);
            value = isWrite ? newValue() : null;
            invocation = isWrite ? history.begin(process, "write", key, value) : history.begin(process, "read", key);
        }

        private void takeEffect() {
            hadEffect = true;
            if (isWrite) {
                state.put(key, value);
            } else {
                value = state.get(key);
            }
        }

        private void end(Invocation running) {
            if (!isWrite) {
                running.ok(value);
            } else if (random.nextInt(10) == 0) {
                running.unknown();
            } else {
                running.ok();
            }
            invocation = null;
        }

        private void giveUp(Invocation running) {
            if (random.nextBoolean()) {
                running.failed();
            } else {
                running.unknown();
                Call late = new Call(process);
                late.isWrite = true;
                late.key = key;
                late.value = value;
                abandoned.add(late);
            }
            invocation = null;
        }
    }
}
