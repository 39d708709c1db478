package dev.scalekit.examples.demo;

import static java.util.Objects.requireNonNull;

import dev.scalekit.testkit.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.Assumptions;
import org.openqa.selenium.By;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/**
 * A real browser with the page in it: Debian's packages chromium and chromium-driver. Leaves screenshots in
 * {@code target/screenshots}. Used by one thread.
 */
final class PageBrowser implements AutoCloseable {
    /** A wide screen and a telephone. */
    static final List<Integer> WIDTHS = List.of(1280, 390);

    private static final long HEIGHT = 900;
    private static final Path BROWSER = Path.of("/usr/bin/chromium");
    private static final Path DRIVER = Path.of("/usr/bin/chromedriver");
    private static final Path SCREENSHOTS = Path.of("target", "screenshots");

    /** Selenium warns of each browser that is newer than itself; nothing here depends on that. Kept, or the level is lost. */
    private static final Logger SELENIUM = Logger.getLogger("org.openqa.selenium");

    /** Boxes and counters that lie over each other or leave the picture, and boxes with more in them than fits. */
    private static final String FAULTS = """
            const picture = document.getElementById('picture').getBoundingClientRect();
            const all = [...document.querySelectorAll('[data-component], [data-link]')].map(node =>
                ({ node, name: node.dataset.component ?? node.dataset.link, ...node.getBoundingClientRect().toJSON() }));
            const faults = [];
            all.forEach((one, index) => {
                if (!(one.width > 0 && one.height > 0)) faults.push(`${one.name} is not to be seen`);
                if (one.node.scrollWidth > one.node.clientWidth || one.node.scrollHeight > one.node.clientHeight) {
                    faults.push(`more in ${one.name} than fits`);
                }
                if (one.left < picture.left || one.right > picture.right
                        || one.top < picture.top || one.bottom > picture.bottom) {
                    faults.push(`${one.name} leaves the picture`);
                }
                all.slice(index + 1)
                    .filter(other => one.left < other.right && other.left < one.right
                        && one.top < other.bottom && other.top < one.bottom)
                    .forEach(other => faults.push(`${one.name} and ${other.name} overlap`));
            });
            return faults;
            """;

    /** Whether the picture was drawn for the width that the window has now. */
    private static final String FOLLOWED = """
            const picture = document.getElementById('picture');
            return document.documentElement.clientWidth === arguments[0]
                && picture.querySelector('svg').getAttribute('width') === String(picture.clientWidth);
            """;

    /** By how many pixels one could scroll sideways. */
    private static final String TOO_WIDE =
            "const root = document.documentElement; return root.scrollWidth - root.clientWidth";

    private final ChromeDriver driver;

    private PageBrowser(ChromeDriver driver) {
        this.driver = driver;
    }

    /** Skips the test where there is none. */
    static void assumeInstalled() {
        Assumptions.assumeTrue(
                Files.isExecutable(BROWSER) && Files.isExecutable(DRIVER),
                () -> "there is no " + BROWSER + " or no " + DRIVER + ": the page is not tested");
    }

    /**
     * Starts a browser.
     *
     * @param folder where it keeps what it writes; deleting that is up to the caller
     */
    static PageBrowser start(Path folder) {
        SELENIUM.setLevel(Level.SEVERE);
        ChromeOptions options = new ChromeOptions();
        options.setBinary(BROWSER.toFile());
        options.addArguments(
                "--headless=new",
                "--hide-scrollbars",
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
        return new PageBrowser(new ChromeDriver(service, options));
    }

    /** Opens a page and waits until it shows something. What is wrong with a page before it is forgotten. */
    void visit(String address) {
        driver.get("about:blank");
        errors();
        driver.get(address);
        await(
                "the stream",
                () -> stream().equals("live") && !all("[data-component]").isEmpty());
    }

    void await(String what, BooleanSupplier condition) {
        Await.until(what, RunningDemo.PATIENCE, condition);
    }

    /** Returns {@code live}, {@code lost} or {@code connecting}. */
    String stream() {
        return attribute("body", "data-stream");
    }

    WebElement one(String css) {
        return driver.findElement(By.cssSelector(css));
    }

    List<WebElement> all(String css) {
        return driver.findElements(By.cssSelector(css));
    }

    String attribute(String css, String name) {
        return String.valueOf(one(css).getDomAttribute(name));
    }

    /** Shows the page to somebody who prefers {@code light} or {@code dark}. */
    void prefer(String scheme) {
        driver.executeCdpCommand(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
    }

    /** Makes the window so many pixels wide, and waits until the picture has followed. */
    void resize(int width) {
        driver.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", 900, "deviceScaleFactor", 1, "mobile", width < 500));
        await(
                "the picture for " + width + " pixels",
                () -> script(FOLLOWED, width).equals(true));
        // The charts follow a moment later.
        await("a page no wider than " + width + " pixels", () -> number(TOO_WIDE) == 0);
    }

    private void resize(long width, long height) {
        driver.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", width < 500));
    }

    /** Returns what is wrong with the picture, a sentence each. */
    List<String> faults() {
        return script(FAULTS) instanceof List<?> faults
                ? faults.stream().map(String::valueOf).toList()
                : List.of("the picture could not be measured");
    }

    /** Keeps the whole page: in a window as high as that, or what sticks to its lower edge would hide what is there. */
    void screenshot(String name) throws IOException {
        long width = number("return innerWidth");
        resize(width, number("return document.documentElement.scrollHeight"));
        Map<String, Object> picture = driver.executeCdpCommand("Page.captureScreenshot", Map.of("format", "png"));
        resize(width, HEIGHT);
        Files.createDirectories(SCREENSHOTS);
        Files.write(
                SCREENSHOTS.resolve(name + ".png"),
                OutputType.BYTES.convertFromBase64Png(String.valueOf(picture.get("data"))));
    }

    /** Returns the warnings and errors that the page has written. */
    List<String> errors() {
        return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
                .filter(entry -> entry.getLevel().intValue() >= Level.WARNING.intValue())
                .map(LogEntry::getMessage)
                .toList();
    }

    private long number(String script) {
        return script(script) instanceof Long number ? number : -1;
    }

    private Object script(String text, Object... arguments) {
        return requireNonNull(driver.executeScript(text, arguments), "answer");
    }

    @Override
    public void close() {
        driver.quit();
    }
}
