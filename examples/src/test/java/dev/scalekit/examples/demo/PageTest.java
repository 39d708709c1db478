package dev.scalekit.examples.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scalekit.testkit.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/**
 * The page in a real browser, on the running demo: Debian's packages chromium and chromium-driver. Leaves screenshots in
 * {@code target/screenshots}.
 */
@Timeout(180)
final class PageTest {
    private static final Path BROWSER = Path.of("/usr/bin/chromium");
    private static final Path DRIVER = Path.of("/usr/bin/chromedriver");
    private static final Path SCREENSHOTS = Path.of("target", "screenshots");

    /** Selenium warns of each browser that is newer than itself; nothing here depends on that. Kept, or the level is lost. */
    private static final Logger SELENIUM = Logger.getLogger("org.openqa.selenium");

    @TempDir
    Path folder;

    @BeforeAll
    static void needsABrowser() {
        Assumptions.assumeTrue(
                Files.isExecutable(BROWSER) && Files.isExecutable(DRIVER),
                () -> "there is no " + BROWSER + " or no " + DRIVER + ": the page is not tested");
        SELENIUM.setLevel(Level.SEVERE);
    }

    @Test
    void it_shows_the_shop_and_what_came_of_each_button() throws IOException {
        ChromeDriver browser = browser();
        try {
            try (RunningDemo demo = RunningDemo.start(folder)) {
                browser.get(demo.address());
                demo.await("the stream", () -> stream(browser).equals("live"));
                shows_every_component_and_line(browser);
                counters_move(demo, browser);
                each_button_has_a_card_with_figures(demo, browser);
                promises_are_held(demo, browser);
                looks_well_on_wide_and_narrow_screens(demo, browser);
                assertThat(errors(browser)).isEmpty();
            }
            Await.until(
                    "the end to be shown",
                    RunningDemo.PATIENCE,
                    () -> stream(browser).equals("lost"));
        } finally {
            browser.quit();
        }
    }

    private static void shows_every_component_and_line(ChromeDriver browser) {
        for (String component : List.of("customers", "web1", "database")) {
            assertThat(one(browser, "[data-component='" + component + "']").getDomAttribute("data-state"))
                    .isEqualTo("up");
        }
        assertThat(browser.findElements(By.cssSelector("[data-link]"))).hasSize(2);
        assertThat(browser.findElements(By.cssSelector("[data-chart]"))).hasSize(2);
    }

    private static void counters_move(RunningDemo demo, ChromeDriver browser) {
        String before = one(browser, "[data-component='customers']").getText();

        demo.await(
                "the counters to move",
                () -> !one(browser, "[data-component='customers']").getText().equals(before));
        demo.await(
                "a rate on each line",
                () -> browser.findElements(By.cssSelector("[data-link]")).stream()
                        .allMatch(line -> line.getText().matches("(?s).*[1-9].*/s.*")));
    }

    /** By the keyboard, as somebody without a mouse does it. */
    private static void each_button_has_a_card_with_figures(RunningDemo demo, ChromeDriver browser) {
        for (String experiment : List.of("kill-web-server", "slow-database")) {
            WebElement button = one(browser, "button[data-experiment='" + experiment + "']");
            demo.await("the button", () -> "ready".equals(button.getDomAttribute("data-state")));
            button.sendKeys(Keys.ENTER);
            By card = By.cssSelector("[data-outcome='" + experiment + "']");
            demo.await(
                    "the card of " + experiment,
                    () -> !browser.findElements(card).isEmpty());
            assertThat(browser.findElement(card).getText())
                    .contains("requests that failed")
                    .containsPattern("[0-9]");
        }
        assertThat(one(browser, "[data-outcome='kill-web-server']").getText()).contains("customers logged out");
    }

    private static void promises_are_held(RunningDemo demo, ChromeDriver browser) {
        for (String promise : List.of("orders-lost", "orders-doubled", "orders-half-done")) {
            demo.await(
                    "the promise " + promise,
                    () -> "held"
                            .equals(one(browser, "[data-promise='" + promise + "']")
                                    .getDomAttribute("data-state")));
        }
    }

    private static void looks_well_on_wide_and_narrow_screens(RunningDemo demo, ChromeDriver browser)
            throws IOException {
        for (String scheme : List.of("light", "dark")) {
            browser.executeCdpCommand(
                    "Emulation.setEmulatedMedia",
                    Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
            for (int width : List.of(1280, 390)) {
                browser.executeCdpCommand(
                        "Emulation.setDeviceMetricsOverride",
                        Map.of("width", width, "height", 900, "deviceScaleFactor", 1, "mobile", width < 500));
                // The charts follow a change of the window a moment later.
                demo.await("a page no wider than " + width + " pixels", () -> tooWide(browser) == 0);
                screenshot(browser, scheme + "-" + width + ".png");
            }
        }
    }

    /** Returns by how many pixels one could scroll sideways. */
    private static long tooWide(ChromeDriver browser) {
        Object pixels = browser.executeScript(
                "const root = document.documentElement; return root.scrollWidth - root.clientWidth");
        return pixels instanceof Long number ? number : -1;
    }

    /** The whole page, not only what fits the window. */
    private static void screenshot(ChromeDriver browser, String name) throws IOException {
        Map<String, Object> picture = browser.executeCdpCommand(
                "Page.captureScreenshot", Map.of("format", "png", "captureBeyondViewport", true));
        Files.createDirectories(SCREENSHOTS);
        Files.write(
                SCREENSHOTS.resolve(name), OutputType.BYTES.convertFromBase64Png(String.valueOf(picture.get("data"))));
    }

    private ChromeDriver browser() {
        ChromeOptions options = new ChromeOptions();
        options.setBinary(BROWSER.toFile());
        options.addArguments(
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--disable-dev-shm-usage");
        LoggingPreferences logging = new LoggingPreferences();
        logging.enable(LogType.BROWSER, Level.ALL);
        options.setCapability("goog:loggingPrefs", logging);
        // Named, so that Selenium does not look for a driver on the network.
        ChromeDriverService service = new ChromeDriverService.Builder()
                .usingDriverExecutable(DRIVER.toFile())
                .usingAnyFreePort()
                .withEnvironment(Map.of("TMPDIR", folder.toString()))
                .build();
        return new ChromeDriver(service, options);
    }

    private static List<String> errors(ChromeDriver browser) {
        return browser.manage().logs().get(LogType.BROWSER).getAll().stream()
                .filter(entry -> entry.getLevel().intValue() >= Level.WARNING.intValue())
                .map(LogEntry::getMessage)
                .toList();
    }

    private static String stream(ChromeDriver browser) {
        return String.valueOf(one(browser, "body").getDomAttribute("data-stream"));
    }

    private static WebElement one(ChromeDriver browser, String css) {
        return browser.findElement(By.cssSelector(css));
    }
}
