package dev.scalekit.testkit;

import dev.scalekit.testkit.History.Invocation;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * A queue with an order of each key, under producers that send without waiting and again what they are not sure of, on
 * one thread. A send that its producer gave up on takes effect at any later moment, or never; only what was sent after that
 * may overtake it. Not thread-safe.
 */
final class SimulatedQueue {
    private static final int KEYS = 3;

    private final RandomGenerator random;
    private final boolean redelivers;
    private final History history = History.of("send", "deliver", "ack");
    private final Map<String, Deque<Integer>> messages = new LinkedHashMap<>();
    private final Set<Integer> accepted = new HashSet<>();
    private final List<Send> sends = new ArrayList<>();
    private final Map<String, Invocation> deliveries = new LinkedHashMap<>();
    private int ids;
    private long now;

    private SimulatedQueue(RandomGenerator random, boolean redelivers) {
        this.random = random;
        this.redelivers = redelivers;
        for (int i = 0; i < KEYS; i++) {
            messages.put("k" + i, new ArrayDeque<>());
        }
    }

    /** A history of a queue that delivers each message once. */
    static Operations once(RandomGenerator random) {
        return new SimulatedQueue(random, false).run();
    }

    /** A history of a queue that delivers a message until it is acknowledged. */
    static Operations atLeastOnce(RandomGenerator random) {
        return new SimulatedQueue(random, true).run();
    }

    private Operations run() {
        int steps = random.nextInt(400);
        for (now = 0; now < steps; now++) {
            switch (random.nextInt(4)) {
                case 0 -> begin();
                case 1 ->
                    sends.stream()
                            .filter(Send::mayTakeEffect)
                            .skip(random.nextInt(3))
                            .findFirst()
                            .ifPresent(Send::takeEffect);
                case 2 ->
                    sends.stream()
                            .filter(send -> !send.isReported())
                            .skip(random.nextInt(3))
                            .findFirst()
                            .ifPresent(Send::report);
                default -> deliver("k" + random.nextInt(KEYS));
            }
        }
        messages.forEach((key, left) -> left.forEach(id -> history.observe("final", "deliver", key, id)));
        return history.operations();
    }

    private void begin() {
        Send again = sends.isEmpty() ? null : sends.get(random.nextInt(sends.size()));
        if (again != null && again.isUncertain() && random.nextBoolean()) {
            sends.add(new Send(again.process, again.key, again.id));
        } else {
            sends.add(new Send("p" + random.nextInt(2), "k" + random.nextInt(KEYS), ids++));
        }
    }

    /** Begins a delivery of the key, or ends the one that has begun. */
    private void deliver(String key) {
        Invocation begun = deliveries.remove(key);
        if (begun == null) {
            deliveries.put(key, history.begin("c" + random.nextInt(2), "deliver", key));
            return;
        }
        Deque<Integer> waiting = messages.getOrDefault(key, new ArrayDeque<>());
        Integer id = redelivers ? waiting.peek() : waiting.poll();
        begun.ok(id);
        if (id != null && redelivers && random.nextBoolean()) {
            Invocation ack = history.begin("c", "ack", key, id);
            waiting.poll();
            ack.ok();
        }
    }

    /** A send on its way. */
    private final class Send {
        private final String process;
        private final String key;
        private final Integer id;
        private final long begun = now;
        private final Invocation invocation;
        private boolean isSettled;
        private boolean hadEffect;
        private long reported = Long.MAX_VALUE;
        private boolean isUncertain;

        Send(String process, String key, Integer id) {
            this.process = process;
            this.key = key;
            this.id = id;
            this.invocation = history.begin(process, "send", key, id);
        }

        boolean isReported() {
            return reported != Long.MAX_VALUE;
        }

        boolean isUncertain() {
            return isUncertain;
        }

        boolean mayTakeEffect() {
            return !isSettled && sends.stream().noneMatch(this::waitsFor);
        }

        private boolean waitsFor(Send other) {
            return other.process.equals(process) && !other.isSettled && other.begun < begun && begun < other.reported;
        }

        void takeEffect() {
            isSettled = true;
            hadEffect = true;
            if (accepted.add(id)) {
                queue().add(id);
            }
        }

        private Deque<Integer> queue() {
            return messages.getOrDefault(key, new ArrayDeque<>());
        }

        void report() {
            reported = now;
            if (hadEffect && random.nextInt(8) > 0) {
                invocation.ok();
            } else if (!isSettled && random.nextInt(3) == 0) {
                isSettled = true;
                invocation.failed();
            } else {
                invocation.unknown();
                isUncertain = true;
                isSettled |= random.nextBoolean();
            }
        }
    }
}
