package dev.scalekit.session;

import static java.util.Objects.requireNonNull;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** Counts for {@link SessionStats}. Thread-safe. */
final class Figures {
    enum Figure {
        CREATED,
        FOUND,
        NOT_FOUND,
        MALFORMED,
        UNCHANGED,
        SAVED,
        TOUCHED,
        REFUSED,
        RETRIED,
        CONFLICTS,
        LOGINS,
        ENDED,
        EXPIRED,
        DROPPED,
        FAILURES
    }

    private final Map<Figure, LongAdder> counts = new EnumMap<>(Figure.class);

    Figures() {
        for (Figure figure : Figure.values()) {
            counts.put(figure, new LongAdder());
        }
    }

    void count(Figure figure) {
        add(figure, 1);
    }

    void add(Figure figure, long number) {
        adder(figure).add(number);
    }

    SessionStats snapshot() {
        return new SessionStats(
                sum(Figure.CREATED),
                sum(Figure.FOUND),
                sum(Figure.NOT_FOUND),
                sum(Figure.MALFORMED),
                sum(Figure.UNCHANGED),
                sum(Figure.SAVED),
                sum(Figure.TOUCHED),
                sum(Figure.REFUSED),
                sum(Figure.RETRIED),
                sum(Figure.CONFLICTS),
                sum(Figure.LOGINS),
                sum(Figure.ENDED),
                sum(Figure.EXPIRED),
                sum(Figure.DROPPED),
                sum(Figure.FAILURES));
    }

    private long sum(Figure figure) {
        return adder(figure).sum();
    }

    private LongAdder adder(Figure figure) {
        return requireNonNull(counts.get(figure), "counts");
    }
}
