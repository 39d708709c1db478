package dev.scalekit.routing;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.scalekit.testkit.Linearizability;
import dev.scalekit.testkit.Tally;
import java.util.ArrayList;
import java.util.List;
import org.jetbrains.lincheck.LincheckAssertionError;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Validate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What those who borrow connections, and those who break them off, share, used by several at once. */
@Tag("lincheck")
@Timeout(300)
final class LinearizabilityTest {

    /**
     * A connection is taken, or given back, at the very moment in which somebody ends who has it. It is given back once, by the one
     * or by the other, and nobody who was ended keeps one.
     */
    @ParameterizedTest
    @EnumSource
    void a_connection_is_given_back_once_and_nobody_who_was_ended_has_one(Linearizability shown) {
        shown.require("routing.lent-linearizability", Borrowers.class);
    }

    /** Two who borrow, each as a connection of the router does. */
    public static class Borrowers {
        final LentRig rig = new LentRig();
        private final Hands a = new Hands();
        private final Hands b = new Hands();

        /** Somebody, and what he has. */
        final class Hands {
            final LentRig.Somebody somebody = new LentRig.Somebody();

            @Nullable
            Held held;

            boolean take() {
                giveBack();
                held = Borrowers.this.take(somebody);
                return held != null;
            }

            void giveBack() {
                if (held != null) {
                    held.release();
                    held = null;
                }
            }
        }

        /** Returns null if he was ended. What is taken first is of a node that is not the primary any more. */
        @Nullable
        Held take(LentRig.Somebody somebody) {
            Permit permit = rig.permit();
            rig.lend(somebody, permit).releaseButPermit();
            Held taken = rig.lend(somebody, permit);
            if (somebody.isClosed()) {
                taken.broke();
                taken.release();
                return null;
            }
            return taken;
        }

        void end(LentRig.Somebody somebody) {
            somebody.end();
            rig.breakOff(somebody);
        }

        @Operation(nonParallelGroup = "a")
        public boolean takeByA() {
            return a.take();
        }

        @Operation(nonParallelGroup = "a")
        public void giveBackByA() {
            a.giveBack();
        }

        @Operation(nonParallelGroup = "b")
        public boolean takeByB() {
            return b.take();
        }

        @Operation(nonParallelGroup = "b")
        public void giveBackByB() {
            b.giveBack();
        }

        @Operation
        public void endA() {
            end(a.somebody);
        }

        @Operation
        public void endB() {
            end(b.somebody);
        }

        @Validate
        public void isGivenBackOnce() {
            List<Held> kept = new ArrayList<>();
            for (Hands hands : List.of(a, b)) {
                if (hands.held != null && !hands.somebody.isClosed()) {
                    kept.add(hands.held);
                }
            }
            rig.requireInUse(kept);
        }
    }

    @ParameterizedTest
    @ValueSource(classes = {HastyBorrowers.class, LateEnds.class, HastyEnds.class, GenerousBorrowers.class})
    void a_connection_that_is_kept_or_aborted_wrongly_is_found(Class<?> planted) {
        try (Tally found = Tally.of("routing.router-planted-bugs", 0)) {
            found.count(() -> assertThatThrownBy(() -> Linearizability.BY_MODEL_CHECKING.check(planted))
                    .isInstanceOf(LincheckAssertionError.class)
                    .hasMessageContaining("IllegalStateException"));
        }
    }

    /** They look whether they were ended before others can find what they take. */
    public static class HastyBorrowers extends Borrowers {
        @Override
        @Nullable
        Held take(LentRig.Somebody somebody) {
            return somebody.isClosed() ? null : rig.lend(somebody, rig.permit());
        }
    }

    /** What somebody has is looked for before he can see that he was ended. */
    public static class LateEnds extends Borrowers {
        @Override
        void end(LentRig.Somebody somebody) {
            rig.breakOff(somebody);
            somebody.end();
        }
    }

    /** A permit is given back once for each connection that it was given to. */
    public static class GenerousBorrowers extends Borrowers {
        @Override
        @Nullable
        Held take(LentRig.Somebody somebody) {
            rig.lend(somebody, rig.permit()).releaseButPermit();
            Held taken = rig.lend(somebody, rig.permitAgain());
            if (!somebody.isClosed()) {
                return taken;
            }
            taken.release();
            return null;
        }
    }

    /** What is found is aborted first, though whoever has it may give it back by himself. */
    public static class HastyEnds extends Borrowers {
        @Override
        void end(LentRig.Somebody somebody) {
            somebody.end();
            rig.abortAll(somebody);
            rig.breakOff(somebody);
        }
    }
}
