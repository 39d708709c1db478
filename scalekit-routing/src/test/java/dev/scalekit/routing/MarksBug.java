package dev.scalekit.routing;

import java.util.function.Function;

/** What might be wrong in what covers a mark, and who has to be there for it to show. */
@SuppressWarnings("ImmutableEnumChecker") // The lambdas keep nothing.
enum MarksBug {
    /** As if it did not matter when it is said that a question is sent. */
    ASKING_IS_SAID_AFTER_THE_QUESTION(orders -> new Marks(orders) {
        @Override
        void ask() {
            long asked = now();
            orders.step();
            NodeState state = state();
            orders.step();
            cluster.asking(asked);
            orders.step();
            cluster.answered(NODE, state, asked, asked);
        }
    }),
    /** As if an answer were of the moment at which it comes. */
    ANSWERS_COUNT_FROM_WHEN_THEY_COME(orders -> new Marks(orders) {
        @Override
        void ask() {
            cluster.asking(now());
            orders.step();
            NodeState state = state();
            orders.step();
            long answered = now();
            cluster.answered(NODE, state, answered, answered);
        }
    }),
    /** As if the answer to a question of the same moment were to a later one. */
    THE_SAME_MOMENT_IS_LATER(orders -> new Marks(orders) {
        @Override
        long lastAsked() {
            return super.lastAsked() - 1;
        }
    }),
    /** A mark is put down before what it stands for is done. */
    MARKED_BEFORE_IT_IS_DONE(orders -> new Marks(orders) {
        @Override
        void write() {
            tell();
            orders.step();
            wroteUntold();
        }
    });

    private final Function<Interleavings, Marks> kind;

    MarksBug(Function<Interleavings, Marks> kind) {
        this.kind = kind;
    }

    /** Returns a new one. */
    Marks plantedIn(Interleavings orders) {
        return kind.apply(orders);
    }
}
