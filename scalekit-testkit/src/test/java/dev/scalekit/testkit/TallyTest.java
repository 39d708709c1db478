package dev.scalekit.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.util.ClearSystemProperty;
import org.junit.jupiter.api.util.RestoreSystemProperties;

@ClearSystemProperty(key = Seeds.PROPERTY)
@RestoreSystemProperties
final class TallyTest {
    @TempDir
    private Path module;

    @BeforeEach
    void run_in_a_module_of_its_own() {
        System.setProperty("user.dir", module.toString());
    }

    @Test
    void cases_that_hold_are_written_down() {
        try (Tally tally = Tally.of("queue.bit-flips", 7)) {
            Seeds.forAll(7, 3, random -> 1, input -> tally.count(() -> {}));
        }

        assertThat(module.resolve("target/evidence.csv")).content().matches("queue\\.bit-flips,3,0,[0-9.]+,7\n");
    }

    @Test
    void a_failure_is_written_down_too() {
        assertThatThrownBy(() -> {
                    try (Tally tally = Tally.of("queue.bit-flips", 7)) {
                        for (int i = 0; i < 5; i++) {
                            int input = i;
                            tally.count(() -> assertThat(input).isLessThan(3));
                        }
                    }
                })
                .isInstanceOf(AssertionError.class);

        assertThat(module.resolve("target/evidence.csv")).content().matches("queue\\.bit-flips,4,1,[0-9.]+,7\n");
    }

    @Test
    void nothing_tried_is_nothing_shown() {
        Tally.of("queue.bit-flips", 7).close();

        assertThat(module).isEmptyDirectory();
    }
}
