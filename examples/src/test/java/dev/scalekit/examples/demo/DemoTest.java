package dev.scalekit.examples.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The whole demo, in this process but for its servers. */
final class DemoTest {
    @TempDir
    Path folder;

    @Test
    @Timeout(120)
    void a_smoke_run_presses_every_button_and_holds_every_promise() throws Exception {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        Options options = Options.parse(List.of("--smoke", "--port", "0"), Steps.ALL, 17);

        int code = new Demo(options, new PrintStream(printed, true, UTF_8), System.currentTimeMillis()).run(folder);

        assertThat(printed.toString(UTF_8))
                .doesNotContain("http://")
                .contains(
                        "Kill the web server: No answer for",
                        " s, 0 page views lost; every promise held",
                        "Slow database: Pages took",
                        "Pause the workers: The queue grew to")
                .contains(
                        "requests that failed",
                        "customers logged in at the kill",
                        "of them logged out",
                        "median page, slow database")
                .containsPattern("page views waiting at the kill +[1-9]")
                .containsPattern("queue grew to +[1-9][0-9]* views")
                .containsPattern("Acknowledged orders lost +0 +[1-9][0-9,]* acknowledged orders")
                .containsPattern("Orders doubled or invented +0 +[1-9]")
                .containsPattern("Orders half done +0 +[1-9]")
                .containsPattern("Page views lost +0 +[1-9][0-9,]* pages that came")
                .containsPattern("Page views doubled +0 +[1-9]")
                .containsPattern("1  One server, one database +[1-9]")
                .containsPattern("5  A queue for page views +[1-9]")
                .endsWith("demo: every promise held\n");
        assertThat(code).isZero();
        assertThat(folder).isEmptyDirectory();
    }
}
