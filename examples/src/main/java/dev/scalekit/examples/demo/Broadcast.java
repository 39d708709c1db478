package dev.scalekit.examples.demo;

import com.sun.net.httpserver.HttpExchange;
import dev.scalekit.examples.demo.PageState.Point;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Tells every open page what happens, twice a second, by server-sent events (HTML standard, section 9.2). Thread-safe.
 *
 * <p>A page that falls ten seconds behind is told nothing more. Its thread ends when the page reads again, or goes away.
 */
final class Broadcast implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Broadcast.class);
    private static final long PERIOD_MILLIS = 500;
    private static final int MOST_BEHIND = 20;
    private static final int MOST_LISTENERS = 32;
    private static final String END = "";

    private final Observer observer;
    private final JsonMapper json =
            JsonMapper.builder().enable(EnumFeature.WRITE_ENUMS_TO_LOWERCASE).build();
    private final Set<BlockingQueue<String>> listeners = ConcurrentHashMap.newKeySet();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread clock = new Thread(this::tellAndTell, "scalekit-demo-observer");
    private volatile List<Point> history = List.of();
    /** Only the clock's thread asks. */
    private boolean hasFailed;

    Broadcast(Observer observer) {
        this.observer = observer;
    }

    void start() {
        clock.start();
    }

    private void tellAndTell() {
        try {
            while (!closing.await(PERIOD_MILLIS, TimeUnit.MILLISECONDS)) {
                tellWhatCan();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void tellWhatCan() {
        try {
            tell();
        } catch (RuntimeException e) {
            if (!hasFailed) {
                hasFailed = true;
                LOG.error("The page could not be told what happens; it is tried again twice a second", e);
            }
        }
    }

    private void tell() {
        PageState state = observer.observe();
        history = observer.history();
        String event = event("state", json.writeValueAsString(state));
        listeners.stream().filter(listener -> !listener.offer(event)).forEach(Broadcast::dismiss);
    }

    private static void dismiss(BlockingQueue<String> listener) {
        listener.clear();
        listener.add(END);
    }

    /** Writes events until the page goes away or this is closed. */
    void follow(HttpExchange http) throws IOException {
        BlockingQueue<String> events = new ArrayBlockingQueue<>(MOST_BEHIND);
        if (listeners.size() >= MOST_LISTENERS) {
            http.sendResponseHeaders(503, -1);
            return;
        }
        http.getResponseHeaders().set("Content-Type", "text/event-stream");
        http.sendResponseHeaders(200, 0);
        OutputStream out = http.getResponseBody();
        listeners.add(events);
        try {
            write(out, "retry: 1000\n\n" + event("history", json.writeValueAsString(Map.of("points", history))));
            while (closing.getCount() > 0) {
                String event = events.poll(1, TimeUnit.SECONDS);
                if (END.equals(event)) {
                    return;
                }
                if (event != null) {
                    write(out, event);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            listeners.remove(events);
        }
    }

    private static void write(OutputStream out, String event) throws IOException {
        out.write(event.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    /** JSON has no line breaks of its own, so one line of data is all of it. */
    private static String event(String name, String data) {
        return String.format(Locale.ROOT, "event: %s\ndata: %s\n\n", name, data);
    }

    /** Ends every stream. */
    @Override
    public void close() {
        closing.countDown();
        Closing.join(clock);
        listeners.forEach(Broadcast::dismiss);
    }
}
