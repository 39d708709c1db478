package dev.scalekit.queue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * What is in a queue, read from its files. Immutable.
 *
 * @param open of each group, what it has still to do, in the order of the ids
 * @param dead of each group, its dead letters, the oldest first
 */
record QueueView(List<List<Seen>> open, List<List<Seen>> dead) {
    private static final int ALL = Integer.MAX_VALUE;

    /**
     * A message.
     *
     * @param due in milliseconds since 1970; 0 for at once
     */
    record Seen(long id, String body, String key, long due) {
        static Seen of(Fresh message) {
            MessageContent content = message.content();
            return new Seen(
                    message.id(), SteppedQueue.text(content.body()), String.valueOf(content.key()), content.due());
        }
    }

    static QueueView of(Engine engine) throws IOException {
        List<List<Seen>> open = new ArrayList<>();
        List<List<Seen>> dead = new ArrayList<>();
        for (int group = 0; group < engine.ledger().groupCount(); group++) {
            Browsing browsing = new Browsing(engine, group);
            open.add(browsing.open(ALL).stream().map(Seen::of).toList());
            dead.add(browsing.dead(ALL).stream()
                    .map(found -> Seen.of(found.message()))
                    .toList());
        }
        return new QueueView(List.copyOf(open), List.copyOf(dead));
    }
}
