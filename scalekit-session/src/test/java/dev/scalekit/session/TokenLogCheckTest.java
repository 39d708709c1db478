package dev.scalekit.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import dev.scalekit.testkit.Seeds;
import dev.scalekit.testkit.Tally;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

final class TokenLogCheckTest {
    private static final Logger LOG = LoggerFactory.getLogger(SessionStore.class);
    private static final Token TOKEN = Token.random(Seeds.random(1));

    @Test
    void a_token_is_found_in_a_line_that_nobody_prints() {
        requireFound(LogsToken.class);
        requireFound(LogsTokenWithinWord.class);
    }

    @Test
    void a_token_is_found_in_the_exception_behind_an_exception() {
        requireFound(LogsTokenInCause.class);
    }

    @Test
    void what_applications_log_of_a_session_is_no_token() {
        assertThat(failuresOf(LogsNothingOfValue.class)).isEmpty();
    }

    private static void requireFound(Class<?> fixture) {
        try (Tally planted = Tally.of("session.planted-bugs", 0)) {
            planted.count(() -> assertThat(failuresOf(fixture))
                    .singleElement()
                    .asString()
                    .startsWith(fixture.getSimpleName()
                            + " made this library log what could be a token:\ndev.scalekit.session.SessionStore: ")
                    .contains(TOKEN.text()));
        }
    }

    private static List<String> failuresOf(Class<?> fixture) {
        EngineExecutionResults results = EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(fixture))
                .configurationParameter("junit.jupiter.extensions.autodetection.enabled", "true")
                .execute();
        assertThat(results.testEvents().succeeded().count()).isEqualTo(1);
        return results.containerEvents().failed().stream()
                .map(event -> event.getRequiredPayload(TestExecutionResult.class))
                .map(result ->
                        String.valueOf(result.getThrowable().orElseThrow().getMessage()))
                .toList();
    }

    static final class LogsToken {
        @Test
        void at_the_lowest_level() {
            LOG.trace("Found {} by {}", "it", TOKEN.text());
        }
    }

    static final class LogsTokenWithinWord {
        @Test
        void at_a_level_that_is_not_printed() {
            LOG.debug("session-" + TOKEN.text());
        }
    }

    static final class LogsTokenInCause {
        @Test
        void at_a_level_that_is_not_printed() {
            Exception cause = new IllegalStateException("Not found: " + TOKEN.text());
            LOG.info("Could not find it", new IllegalStateException("no such session", cause));
        }
    }

    static final class LogsNothingOfValue {
        @Test
        void at_a_level_that_is_not_printed() {
            try (SessionStore store =
                    InMemorySessionStore.builder().cleanupByCaller().build()) {
                Session session = SessionFixture.login(store, "user-42");
                LOG.info("{} {} {} {}", session, session.ref(), session.fingerprint(), TOKEN);
                LOG.info(
                        "{}",
                        store.sessionsOf("user-42"),
                        new IllegalStateException(TOKEN.hash().fingerprint() + " " + store));
            }
        }
    }
}
