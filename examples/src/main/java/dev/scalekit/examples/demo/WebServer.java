package dev.scalekit.examples.demo;

import dev.scalekit.examples.shop.ShopServer;
import dev.scalekit.testkit.Await;
import dev.scalekit.testkit.ChildJvm;
import dev.scalekit.testkit.FreePorts;
import dev.scalekit.testkit.OwnedProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A web server of the shop, as a process of its own, and what starts it again when it dies, as systemd would
 * ({@code Restart=always}). Thread-safe.
 */
final class WebServer implements Component, AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final long RESTART_PAUSE_MILLIS = 100;

    private final String id;
    private final String label;
    private final Database database;
    private final Line line;
    private final Path log;
    private final Timeline timeline;
    private final int port = FreePorts.next();
    private final AtomicInteger starts = new AtomicInteger();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread watchdog;
    private volatile Deployment deployment = Deployment.ALONE;
    private volatile @Nullable OwnedProcess process;
    private volatile Status status = new Status(State.STARTING, "starts");
    /** That it ends now is wanted. */
    private volatile boolean redeploys;

    /**
     * Creates a web server that is not started.
     *
     * @param line its way to the database
     * @param log what it prints goes to the end of this file
     */
    WebServer(String id, String label, Database database, Line line, Path log, Timeline timeline) {
        this.id = id;
        this.label = label;
        this.database = database;
        this.line = line;
        this.log = log;
        this.timeline = timeline;
        this.watchdog = new Thread(this::watch, "scalekit-demo-" + id + "-watchdog");
    }

    /**
     * Starts it; returns when it takes requests.
     *
     * @throws IllegalStateException if it does not, with the end of its log
     */
    void start(Deployment first) {
        deployment = first;
        launch();
        watchdog.start();
    }

    /** Has it set up otherwise when it is started the next time. */
    void prepare(Deployment next) {
        deployment = next;
    }

    /**
     * Ends it, whatever it is doing, and starts it as it is to be now; returns when it takes requests.
     *
     * @throws IllegalStateException if it does not, with the end of its log
     */
    void restart() {
        int before = starts.get();
        redeploys = true;
        kill();
        Await.until(
                label + " to take requests again",
                PATIENCE,
                () -> starts.get() > before && status.state() == State.UP,
                this::endOfLog);
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + port);
    }

    /** Returns its way to the database. */
    Line line() {
        return line;
    }

    /** Ends the process by SIGKILL and returns when it is gone; the watchdog starts another. */
    void kill() {
        OwnedProcess running = process;
        if (running != null) {
            running.kill();
        }
    }

    private void watch() {
        try {
            while (true) {
                OwnedProcess running = process;
                if (running != null && running.awaitExit(PATIENCE)) {
                    if (closing.getCount() == 0) {
                        return;
                    }
                    noteEnd(running);
                    if (closing.await(RESTART_PAUSE_MILLIS, TimeUnit.MILLISECONDS)) {
                        return;
                    }
                    relaunch(running);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void noteEnd(OwnedProcess ended) {
        if (redeploys) {
            redeploys = false;
            timeline.add(Timeline.Level.INFO, label + " is started anew, with what this step adds");
            status = new Status(State.STARTING, "is started anew");
        } else {
            timeline.add(
                    Timeline.Level.BAD,
                    label + " died, exit code " + ended.exitCode().orElse(-1) + "; it is started again");
            status = new Status(State.DOWN, "died, is started again");
        }
    }

    private void relaunch(OwnedProcess dead) {
        dead.close();
        try {
            launch();
            timeline.add(Timeline.Level.GOOD, label + " takes requests again");
        } catch (IllegalStateException | UncheckedIOException e) {
            if (closing.getCount() > 0) {
                timeline.add(Timeline.Level.BAD, label + " did not start: " + e);
            }
        }
    }

    private void launch() {
        List<String> all =
                new ArrayList<>(List.of(Integer.toString(port), line.address().toString()));
        all.addAll(deployment.arguments());
        OwnedProcess started = OwnedProcess.start(label, ChildJvm.command(ShopServer.class, all), log);
        process = started;
        if (closing.getCount() == 0) {
            started.close();
        }
        try {
            Await.until(label + " to take requests", PATIENCE, () -> !started.isAlive() || answers(), this::endOfLog);
        } catch (IllegalStateException e) {
            // The watchdog starts another.
            started.kill();
            throw e;
        }
        if (!started.isAlive()) {
            throw new IllegalStateException(
                    label + " ended at once, exit code " + started.exitCode().orElse(-1) + endOfLog());
        }
        status = new Status(State.UP, "takes requests");
        starts.incrementAndGet();
    }

    private boolean answers() {
        try {
            HttpURLConnection health =
                    (HttpURLConnection) address().resolve("/health").toURL().openConnection();
            health.setConnectTimeout(1_000);
            health.setReadTimeout(1_000);
            try {
                // Read to its end, or the JDK may take the connection back for later after it was disconnected.
                health.getInputStream().readAllBytes();
                return health.getResponseCode() == 200;
            } finally {
                health.disconnect();
            }
        } catch (IOException e) {
            return false;
        }
    }

    private String endOfLog() {
        try {
            List<String> lines = Files.readAllLines(log);
            return "; its log ends:\n" + String.join("\n", lines.subList(Math.max(0, lines.size() - 20), lines.size()));
        } catch (IOException e) {
            return "; its log cannot be read: " + e;
        }
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public Kind kind() {
        return Kind.WEB;
    }

    @Override
    public String label() {
        return label;
    }

    @Override
    public Status status() {
        return status;
    }

    @Override
    public List<Fact> facts() {
        OwnedProcess running = process;
        return List.of(
                new Fact("process", running == null ? "none" : Long.toString(running.pid())),
                new Fact("starts", Integer.toString(starts.get())),
                deployment.fact());
    }

    @Override
    public List<Link> links() {
        List<Link> links = new ArrayList<>(database.links(List.of(line)));
        links.addAll(deployment.links());
        return links;
    }

    /** Ends the process and the watchdog. */
    @Override
    public void close() {
        closing.countDown();
        OwnedProcess running = process;
        if (running != null) {
            running.close();
        }
        Closing.join(watchdog);
        OwnedProcess last = process;
        if (last != null) {
            last.close();
        }
    }
}
