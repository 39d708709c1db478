package dev.scalekit.session;

import dev.scalekit.testkit.Effort;
import dev.scalekit.testkit.Seeds;
import dev.scalekit.testkit.Tally;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Requests of a few sessions, interleaved at random, against a model. */
interface ModelContract extends SessionFixture {
    long MODEL_SEED = 6;
    int MODEL_STEPS = 60;

    /** How many runs are worth their time here. */
    int modelRuns();

    @Test
    default void whatever_requests_do_the_store_does_what_the_model_does() {
        SessionStore here = store(ModelContract::options);
        SessionStore there = store(ModelContract::options);
        try (Tally tally = Tally.of("session.model-runs", MODEL_SEED)) {
            Seeds.forAllSequences(
                    MODEL_SEED,
                    Effort.scaled(modelRuns()),
                    random -> ModelStep.any(random, MODEL_STEPS),
                    steps -> tally.count(() -> {
                        here.endAll();
                        new ModelRun(here, there, this::advance).run(steps);
                    }));
        }
    }

    private static SessionStoreBuilder<?> options(SessionStoreBuilder<?> options) {
        return options.idleTimeout(Duration.ofMinutes(ModelRow.IDLE))
                .absoluteTimeout(Duration.ofMinutes(ModelRow.ABSOLUTE));
    }
}
