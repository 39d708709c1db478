package dev.scalekit.examples.demo;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Kills the web server by SIGKILL, and measures how long the customers are without a shop. */
final class KillWebServer implements Experiment {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    /** How long is looked at what the customers meet once the shop answers again. */
    private static final long AFTERMATH_MILLIS = Pace.millis(3_000);

    private final WebServer web;
    private final Customers customers;
    private final Timeline timeline;

    KillWebServer(WebServer web, Customers customers, Timeline timeline) {
        this.web = web;
        this.customers = customers;
        this.timeline = timeline;
    }

    @Override
    public String id() {
        return "kill-web-server";
    }

    @Override
    public String title() {
        return "Kill the web server";
    }

    @Override
    public String about() {
        return "kill -9 of its process; a watchdog starts it again";
    }

    @Override
    public Outcome run(Consumer<String> progress) throws InterruptedException {
        long loggedOut = customers.loggedOut();
        long loggedIn = customers.loggedIn();
        try (Window window = customers.requests().open()) {
            timeline.add(Timeline.Level.WARN, "kill -9 of the web server");
            long killed = timeline.ticker().nanos();
            web.kill();
            long gone = timeline.ticker().nanos();
            progress.accept("waits for the first answer");
            Optional<Long> answer = customers.requests().awaitAnswer(gone, PATIENCE);
            progress.accept("looks at what comes after");
            customers.pause(AFTERMATH_MILLIS);
            boolean quiet = noneFails();
            String downTime =
                    answer.map(at -> Figures.seconds(at - killed)).orElse("none within " + PATIENCE.toSeconds());
            return new Outcome(
                    answer.isPresent() && quiet,
                    answer.isPresent() ? "No answer for " + downTime + " s" : "It did not come back",
                    List.of(
                            new Figure("from the kill to the first answer", downTime, "s", Figures.BY_CUSTOMERS),
                            new Figure(
                                    "requests that failed", Figures.count(window.failures()), "", Figures.BY_CUSTOMERS),
                            new Figure(
                                    "customers logged in at the kill",
                                    Figures.count(loggedIn),
                                    "",
                                    Figures.BY_CUSTOMERS),
                            new Figure(
                                    "of them logged out",
                                    Figures.count(customers.loggedOut() - loggedOut),
                                    "",
                                    "counted by the customers, of those who came back within 4 s")));
        }
    }

    /** Returns whether a second goes by without a failed request. */
    private boolean noneFails() throws InterruptedException {
        try (Window second = customers.requests().open()) {
            customers.pause(1_000);
            return second.failures() == 0;
        }
    }
}
