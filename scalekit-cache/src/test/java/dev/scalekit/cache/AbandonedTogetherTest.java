package dev.scalekit.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A load that is given up while its keys are collected, since one of them cannot be boarded for. */
final class AbandonedTogetherTest {
    private final Flights<String, String> flights = new Flights<>(new MapStore<>(), new Invalidations(1));
    private final Load<String, String> load = new Load<>("cache test", asks -> {}, false, 0);

    private Lookup<String, String> boarded(String key) {
        Lookup<String, String> lookup = new Lookup<>(key, flights);
        lookup.board(load);
        return lookup;
    }

    /** Answers do not matter: none is given. */
    private static final class NoAnswers implements Ask.Answers<String, String> {
        @Override
        public void found(Ask<String, String> ask, @Nullable String value) {}

        @Override
        public void failed(Ask<String, String> ask, Throwable failure) {}

        @Override
        public void abandoned(Ask<String, String> ask, Throwable reason) {}

        @Override
        public void refused(Ask<String, String> ask, Throwable reason) {}
    }

    @Test
    void whoever_is_told_of_one_key_finds_all_given_up() {
        List<Boolean> isOtherGivenUp = new ArrayList<>();
        Lookup<String, String> part = boarded("a");
        Lookup<String, String> last = boarded("b");
        load.add(new Ask<>(part, new LoadContext<>(null, Duration.ZERO), null, load, new NoAnswers()));
        part.flight().follow(() -> isOtherGivenUp.add(last.flight().isDone()));
        last.flight().follow(() -> isOtherGivenUp.add(part.flight().isDone()));

        load.abandon(new IllegalStateException("planted"), last);

        assertThat(isOtherGivenUp).containsExactly(true, true);
        assertThat(flights.count()).isZero();
    }
}
