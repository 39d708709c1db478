package dev.scalekit.examples.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.scalekit.testkit.Effort;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The whole demo, in this process but for its servers. */
final class DemoTest {
    @TempDir
    Path folder;

    @Test
    @Timeout(180)
    void a_smoke_run_presses_every_button_and_holds_every_promise() throws Exception {
        // It takes more than a minute, and whoever lands something has ./demo --smoke run as well.
        assumeTrue(Effort.scaled(10) > 10, "only in the long run, and in ./demo --smoke");

        String printed = smoke();

        assertThat(printed)
                .doesNotContain("http://")
                .contains(
                        "Kill a web server: 0 requests failed that could be sent again, 0 sessions lost; back in ",
                        " s, 0 page views lost; every promise held",
                        "Slow database: Pages took",
                        "Add a web server: First answer after",
                        " % of the requests, 0 errors, 0 cut off; every promise held",
                        "Pause the workers: The queue grew to",
                        "median page, slow database")
                .containsPattern("idempotent requests that failed +0 ")
                .containsPattern("out of rotation after +0\\.[0-9]+ s")
                .containsPattern("page views waiting at the kill +[1-9]")
                .containsPattern("in flight at the end of that +0 ")
                .containsPattern("Cut a region off: [0-9.]+ % of the users moved within [0-9.]+ s")
                .containsPattern("users at home in the west +(2|3)[0-9.]+ +%")
                .containsPattern("users of the east who moved +0 ")
                .contains(
                        "Kill a replica: 0 requests failed; it was known as a replica again",
                        "Delay replication: 0 stale reads of own orders; ",
                        " requests failed, 0 acknowledged orders lost; ")
                .containsPattern("Kill the primary and promote: No order for [0-9.]+ s, [0-9]+ requests failed, 0 ")
                .containsPattern("without the cookie it might have been +[1-9]")
                .containsPattern("the old one back after +[0-9]")
                .containsPattern(
                        "Change a price: Web server [0-9] showed it after 0\\.[0-9]+ s, all of them after [0-4]\\.")
                .containsPattern(
                        "product pages took [0-9.]+ ms, [0-9]+ products were shown past their time[^;]*; every promise")
                .containsPattern("Old prices shown after 5 s +0 +[1-9][0-9,]* looks at prices")
                .containsPattern("queue grew to +[1-9][0-9]* views")
                .containsPattern("Acknowledged orders lost +0 +[1-9][0-9,]* acknowledged orders")
                .containsPattern("Orders doubled or invented +0 +[1-9]")
                .containsPattern("Orders half done +0 +[1-9]")
                .containsPattern("Sessions lost +0 +[1-9][0-9,]* sessions begun")
                .containsPattern("Stale reads of one's own write +0 +[1-9][0-9,]* orders looked at right after")
                .containsPattern("Page views lost +0 +[1-9][0-9,]* pages that came")
                .containsPattern("Page views doubled +0 +[1-9]")
                .containsPattern("1  One server, one database +[1-9]")
                .containsPattern("2  Three servers, a load balancer +[1-9]")
                .containsPattern("3  Two replicas, reads apart +[1-9]")
                .containsPattern("4  A cache of products +[1-9]")
                .containsPattern("5  A queue for page views +[1-9]")
                .containsPattern("7  Two regions +[1-9]")
                .endsWith("demo: every promise held\n");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    @Timeout(120)
    void the_first_step_alone_is_without_a_shop_until_its_server_is_back() throws Exception {
        String printed = smoke("--step", "1");

        assertThat(printed)
                .contains("Kill the web server: No answer for", "customers logged in at the kill", "of them logged out")
                .containsPattern("of them logged out +[1-9]")
                .contains("Slow database: Pages took")
                .containsPattern("median page before +[0-9]")
                .containsPattern("median page, slow database +[0-9]")
                .containsPattern("99 % before, at most +[0-9]")
                .containsPattern("99 % slow, at most +[0-9]")
                .containsPattern("requests that failed +[0-9]")
                .containsPattern("as before within +[0-9]")
                .doesNotContain("2  Three servers", "Sessions lost")
                .endsWith("demo: every promise held\n");
    }

    private String smoke(String... more) throws Exception {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        List<String> arguments = new ArrayList<>(List.of("--smoke", "--port", "0"));
        arguments.addAll(List.of(more));
        Options options = Options.parse(arguments, Steps.ALL, 17);

        int code = new Demo(options, new PrintStream(printed, true, UTF_8), System.currentTimeMillis()).run(folder);

        assertThat(code).as(printed.toString(UTF_8)).isZero();
        return printed.toString(UTF_8);
    }
}
