package dev.scalekit.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scalekit.testkit.FaultDataSource;
import dev.scalekit.testkit.FaultPlan;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One action while one JDBC call fails, and all that must hold afterwards. */
final class FaultRun {
    private final FaultScene scene;
    private final FaultAction action;
    private final List<String> after;
    private final CarefulPool pool;
    private final HeardEvents heard = new HeardEvents();
    private @Nullable Runnable act;

    FaultRun(FaultScene scene, FaultAction action, List<String> after, CarefulPool pool) {
        this.scene = scene;
        this.action = action;
        this.after = after;
        this.pool = pool;
    }

    void run(FaultPlan plan, Duration timeout) {
        List<String> before = scene.set().dump();
        try (FaultDataSource faults = new FaultDataSource(pool, plan);
                JdbcSessionStore store = action.store(faults, timeout, heard)) {
            SessionException thrown = null;
            try {
                act = action.prepare().apply(store, scene);
                before = scene.dump();
                act.run();
            } catch (SessionException e) {
                thrown = e;
            }
            plan.heal();

            assertThat(faults.openConnections()).as("open connections").isZero();
            assertThat(pool.given()).as("connections not given back").isZero();
            assertThat(pool.complaints()).isEmpty();
            requireTruth(thrown, before, scene.dump());
            if (thrown instanceof StoreUnavailableException || (thrown != null && action.repeats())) {
                again(store);
            }
            assertThat(store.sessionsOf("nobody")).isEmpty();
            assertThat(heard.events()).doesNotHaveDuplicates();
        }
    }

    private void requireTruth(@Nullable SessionException thrown, List<String> before, List<String> now) {
        String what = action.name() + ", which threw " + thrown;
        if (thrown == null) {
            assertThat(now).as(what).isIn(after, action.mayBeLeftOut() ? before : after);
        } else if (thrown instanceof StoreUnavailableException) {
            assertThat(now).as(what).isEqualTo(before);
        } else {
            assertThat(thrown).isInstanceOf(SaveOutcomeUnknownException.class);
            assertThat(now).as(what).isIn(before, after);
        }
    }

    /** The same request tries again, with the same session if it had found it. */
    private void again(JdbcSessionStore store) {
        try {
            (act == null ? action.prepare().apply(store, scene) : act).run();
        } catch (SessionEndedException e) {
            // A rotation that was done, and nobody knew.
        }
        assertThat(scene.dump()).as(action.name() + ", done again").isEqualTo(after);
    }
}
