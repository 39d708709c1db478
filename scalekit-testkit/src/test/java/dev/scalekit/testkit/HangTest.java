package dev.scalekit.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.EngineTestKit;

/** The settings for all modules (junit-platform.properties) fail a test that hangs, but for the 60 s, which are shortened. */
final class HangTest {
    private static final String TIMEOUT = "junit.jupiter.execution.timeout.default";

    /** Ends what the fixture left hanging. */
    private static final Deque<AutoCloseable> LEFT = new ArrayDeque<>();

    @AfterEach
    void let_it_end() throws Exception {
        while (!LEFT.isEmpty()) {
            LEFT.pop().close();
        }
    }

    /** Says itself how it ends: without the settings it would hang. */
    @Test
    @Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void a_test_that_hangs_and_heeds_no_interrupt_fails() {
        Throwable failure = EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(Hangs.class))
                .enableImplicitConfigurationParameters(true)
                .configurationParameter(TIMEOUT, "200 ms")
                .configurationParameter("junit.jupiter.extensions.autodetection.enabled", "false")
                .execute()
                .testEvents()
                .failed()
                .stream()
                .map(event -> event.getRequiredPayload(TestExecutionResult.class))
                .map(result -> result.getThrowable().orElseThrow())
                .findFirst()
                .orElseThrow();

        assertThat(failure).isInstanceOf(TimeoutException.class).hasMessageContaining("timed out after 200 milli");
    }

    @Test
    void a_test_has_a_minute() throws IOException {
        Properties settings = new Properties();
        try (InputStream in = HangTest.class.getResourceAsStream("/junit-platform.properties")) {
            settings.load(in);
        }

        assertThat(settings).containsEntry(TIMEOUT, "60 s");
    }

    static final class Hangs {
        @Test
        void hangs() {
            CountDownLatch end = new CountDownLatch(1);
            Thread hanging = Thread.currentThread();
            LEFT.push(() -> {
                end.countDown();
                hanging.join();
            });
            while (end.getCount() > 0) {
                try {
                    end.await();
                } catch (InterruptedException e) {
                    // Deaf to it, as a read from a socket is.
                }
            }
        }
    }
}
