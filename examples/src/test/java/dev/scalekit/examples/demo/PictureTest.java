package dev.scalekit.examples.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scalekit.examples.demo.Component.State;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page in a real browser, on an architecture as large as it gets, which is only said to be there. */
final class PictureTest {
    @TempDir
    static Path folder;

    private static PageBrowser browser;

    private GrownSite site;

    @BeforeAll
    static void start() {
        PageBrowser.assumeInstalled();
        browser = PageBrowser.start(folder);
    }

    @AfterAll
    static void stop() {
        if (browser != null) {
            browser.close();
        }
    }

    @BeforeEach
    void open() throws IOException, InterruptedException {
        site = GrownSite.start();
        browser.visit(site.address());
        browser.resize(PageBrowser.WIDTHS.get(0));
    }

    @AfterEach
    void close() {
        site.close();
    }

    @Test
    void all_of_it_fits_wide_and_narrow_screens() throws IOException {
        for (int width : PageBrowser.WIDTHS) {
            browser.resize(width);
            browser.screenshot("step7-" + width);

            assertThat(browser.faults()).isEmpty();
        }
        assertThat(browser.errors()).isEmpty();
    }

    @Test
    void a_smaller_one_runs_from_left_to_right() throws IOException {
        List.of("customers", "edge", "queue", "worker1", "worker2", "shard1", "shard2")
                .forEach(site::remove);

        browser.resize(1280);
        browser.await(
                "the smaller picture",
                () -> browser.all("[data-component]").size()
                        == site.components().size());
        browser.screenshot("step3-1280");
        assertThat(browser.attribute("#picture", "data-direction")).isEqualTo("right");
        assertThat(browser.faults()).isEmpty();
    }

    @Test
    void trouble_shows_on_a_page_that_is_loaded_in_the_midst_of_it() {
        for (Component component : site.components()) {
            shows(component);
        }
        assertThat(browser.one("[data-component='customers'] .artificial").isDisplayed())
                .isTrue();
        assertThat(browser.one("#footnotes").getText())
                .contains("share the processors with the servers", "a delay of 40 ms in a proxy");
        String promise = "[data-promise='orders-lost']";
        assertThat(browser.attribute(promise, "data-state")).isEqualTo("broken");
        assertThat(browser.one(promise + " [data-violations]").getText()).isEqualTo("2");
        assertThat(browser.one(promise).getText()).contains(GrownSite.BROKEN, "1,234 orders checked");
        assertThat(browser.attribute("[data-promise='orders-doubled']", "data-state"))
                .isEqualTo("held");
        assertThat(browser.attribute("[data-outcome='kill-primary']", "data-held"))
                .as("an experiment after which a promise is broken")
                .isEqualTo("false");
    }

    @Test
    void what_comes_goes_or_recovers_is_followed() throws IOException {
        Component web2 = site.component("web2").is(State.UP, "takes requests again");
        site.addThirdShard();
        site.remove("web3");

        browser.await(
                "the third web server to go",
                () -> browser.all("[data-component='web3']").isEmpty());
        shows(web2);
        shows(site.component("shard3"));
        assertThat(browser.all("[data-link*='web3']")).isEmpty();
        assertThat(browser.all("[data-link$='shard3']")).hasSize(2);
        for (int width : PageBrowser.WIDTHS) {
            browser.resize(width);
            browser.screenshot("step7-changed-" + width);
            assertThat(browser.faults()).isEmpty();
        }
    }

    @Test
    void a_page_whose_server_is_gone_says_so() {
        assertThat(browser.one("#lost").isDisplayed()).isFalse();

        site.close();

        browser.await("the end to be shown", () -> browser.stream().equals("lost"));
        assertThat(browser.one("#lost").isDisplayed()).isTrue();
        assertThat(browser.one("#lost").getText()).contains("not answering", "as it was at");
    }

    private void shows(Component component) {
        String box = "[data-component='" + component.id() + "']";
        assertThat(List.of(
                        browser.attribute(box, "data-state"),
                        browser.one(box + " [data-state-text]").getText(),
                        browser.one(box + " .box-label").getText()))
                .containsExactly(
                        component.status().state().name().toLowerCase(Locale.ROOT),
                        component.status().text(),
                        component.label());
    }
}
