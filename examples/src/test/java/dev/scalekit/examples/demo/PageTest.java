package dev.scalekit.examples.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;

/** The page in a real browser, on the running demo. */
@Timeout(240)
final class PageTest {
    /** What the card of each button has to tell at least, but for that of the slow database, which {@link DemoTest} presses. */
    private static final Map<String, List<String>> FIGURES = Map.of(
            "kill-web-server",
            List.of(
                    "idempotent requests that failed",
                    "after it was out of rotation",
                    "others that failed",
                    "out of rotation after",
                    "back in rotation after",
                    "customers logged in at the kill",
                    "sessions lost",
                    "page views waiting at the kill",
                    "page views lost",
                    "page views doubled"),
            "cut-region",
            List.of(
                    "users at home in the west",
                    "all of them moved after",
                    "users of the east who moved",
                    "idempotent requests that failed",
                    "all of them back after"),
            "kill-replica",
            List.of(
                    "requests that failed",
                    "slowest answer",
                    "missed after",
                    "known as a replica again after",
                    "acknowledged orders lost",
                    "stale reads of own orders"),
            "delay-replication",
            List.of(
                    "without the cookie it might have been",
                    "on the primary before",
                    "on the primary, late replicas",
                    "close again within",
                    "stale reads of own orders"),
            "kill-primary",
            List.of(
                    "no order acknowledged for",
                    "promoted, and followed, after",
                    "requests that failed",
                    "the old one back after",
                    "acknowledged orders lost",
                    "sessions lost",
                    "stale reads of own orders",
                    "median product page",
                    "products read meanwhile",
                    "of them past their time",
                    "past it for, at most",
                    "old price shown for, at most"),
            "change-price",
            List.of(
                    "acknowledged in",
                    "shown there after",
                    "by the first of the others after",
                    "by the last of them after"),
            "add-web-server",
            List.of(
                    "from its start to its first answer",
                    "its share then",
                    "its errors",
                    "in flight at the end of that",
                    "requests that failed"),
            "pause-workers",
            List.of(
                    "queue before, at most",
                    "queue grew to",
                    "99 % before, at most",
                    "99 % paused, at most",
                    "requests that failed",
                    "drained in",
                    "page views lost",
                    "page views doubled"));

    @TempDir
    Path folder;

    @BeforeAll
    static void needsABrowser() {
        PageBrowser.assumeInstalled();
    }

    @Test
    void it_shows_the_shop_and_what_came_of_its_buttons() throws IOException {
        try (PageBrowser browser = PageBrowser.start(folder)) {
            String pace = Pace.HASTY + "=" + Boolean.getBoolean(Pace.HASTY);
            try (RunningDemo demo = RunningDemo.startWith(List.of(pace), folder)) {
                browser.visit(demo.address());
                shows_every_component_and_line(demo, browser);
                counters_move(demo, browser);
                buttons_have_cards_with_figures(demo, browser);
                promises_are_held(demo, browser);
                looks_well_on_wide_and_narrow_screens(browser);
                assertThat(browser.errors()).isEmpty();
            }
            says_that_the_demo_is_gone(browser);
        }
    }

    private static void shows_every_component_and_line(RunningDemo demo, PageBrowser browser) {
        for (String component : List.of(
                "customers",
                "regions",
                "balancer",
                "west-balancer",
                "web1",
                "web2",
                "web3",
                "west1",
                "west2",
                "queue",
                "cache",
                "statistics",
                "pg1",
                "pg2",
                "pg3")) {
            // At once but on a busy machine, where a probe may have come too late.
            demo.await(
                    component + " to be up",
                    () -> browser.attribute("[data-component='" + component + "']", "data-state")
                            .equals("up"));
        }
        assertThat(browser.all("[data-link]")).hasSize(39);
        assertThat(browser.all("[data-chart]")).hasSize(9);
        assertThat(browser.one("[data-step='6']").getText()).contains("not there yet", "does not run");
        assertThat(browser.attribute("[data-step='7']", "aria-current")).isEqualTo("step");
    }

    private static void counters_move(RunningDemo demo, PageBrowser browser) {
        WebElement customers = browser.one("[data-component='customers']");
        String before = customers.getText();

        demo.await("the counters to move", () -> !customers.getText().equals(before));
        demo.await(
                "a rate on each line",
                () -> browser.all("[data-link]").stream()
                        .allMatch(line -> line.getText().matches("(?s).*[1-9].*/s.*")));
    }

    /** By the keyboard, as somebody without a mouse does it. */
    private static void buttons_have_cards_with_figures(RunningDemo demo, PageBrowser browser) {
        for (String experiment : List.of(
                "kill-web-server",
                "add-web-server",
                "kill-replica",
                "delay-replication",
                "kill-primary",
                "change-price",
                "pause-workers",
                "cut-region")) {
            WebElement button = browser.one("button[data-experiment='" + experiment + "']");
            demo.await("the button", () -> "ready".equals(button.getDomAttribute("data-state")));
            button.sendKeys(Keys.ENTER);
            String card = "[data-outcome='" + experiment + "']";
            demo.await("the card of " + experiment, () -> !browser.all(card).isEmpty());

            Map<String, String> figures = browser.all(card + " [data-figure]").stream()
                    .collect(Collectors.toMap(
                            figure -> String.valueOf(figure.getDomAttribute("data-figure")), WebElement::getText));
            assertThat(figures.keySet()).containsAll(FIGURES.getOrDefault(experiment, List.of()));
            assertThat(figures).allSatisfy((name, value) -> assertThat(value).containsPattern("[0-9]"));
        }
    }

    private static void promises_are_held(RunningDemo demo, PageBrowser browser) {
        for (String promise : List.of(
                "orders-lost",
                "orders-doubled",
                "orders-half-done",
                "sessions-lost",
                "stale-reads",
                "old-prices",
                "page-views-lost",
                "page-views-doubled")) {
            demo.await(
                    "the promise " + promise,
                    () -> browser.attribute("[data-promise='" + promise + "']", "data-state")
                            .equals("held"));
        }
    }

    private static void looks_well_on_wide_and_narrow_screens(PageBrowser browser) throws IOException {
        for (String scheme : List.of("light", "dark")) {
            browser.prefer(scheme);
            for (int width : PageBrowser.WIDTHS) {
                browser.resize(width);
                assertThat(browser.faults()).isEmpty();
                browser.screenshot(scheme + "-" + width);
            }
        }
    }

    private static void says_that_the_demo_is_gone(PageBrowser browser) {
        browser.await("the end to be shown", () -> browser.stream().equals("lost"));

        assertThat(browser.one("#lost").isDisplayed()).isTrue();
        assertThat(browser.one("#lost").getText()).contains("not answering", "as it was at");
    }
}
