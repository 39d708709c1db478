package dev.scalekit.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.util.RestoreSystemProperties;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Events;

/** The command for the replay of a case, on test classes that also want something of all cases together. */
@RestoreSystemProperties
final class ReplayTest {

    @ParameterizedTest
    @ValueSource(classes = {PlantedViolationTest.class, CheckerSoundnessTest.class})
    void a_replay_asks_one_case_only_and_writes_no_evidence(Class<?> tests, @TempDir Path module) {
        System.setProperty(Seeds.PROPERTY, "1");
        System.setProperty("user.dir", module.toString());

        Events events = EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(tests))
                .execute()
                .testEvents();

        assertThat(events.succeeded().count()).isPositive();
        assertThat(events.failed().list()).isEmpty();
        assertThat(module).isEmptyDirectory();
    }
}
