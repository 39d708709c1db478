package dev.scalekit.examples.demo;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** How long answers take, over the last ten seconds. Sampled by one thread. */
final class LatencyChart implements Chart {
    /** Samples are half a second apart. */
    private static final int WINDOWS = 20;

    private final Requests requests;
    private final Deque<Window> windows = new ArrayDeque<>();

    LatencyChart(Requests requests) {
        this.requests = requests;
        windows.addLast(requests.open());
    }

    @Override
    public String id() {
        return "latency";
    }

    @Override
    public String title() {
        return "Time to answer";
    }

    @Override
    public String unit() {
        return "ms";
    }

    @Override
    public Scale scale() {
        return Scale.LOG;
    }

    @Override
    public List<String> series() {
        return List.of("p50", "p99", "p99.9");
    }

    @Override
    public String source() {
        return "measured by the customers, of the requests answered in the last 10 s; exact, every duration is kept";
    }

    @Override
    public double[] sample() {
        windows.getLast().close();
        double[] percentiles =
                Percentiles.millis(windows.stream().map(Window::durations).toList(), 50, 99, 99.9);
        windows.addLast(requests.open());
        if (windows.size() > WINDOWS) {
            windows.removeFirst();
        }
        return percentiles;
    }
}
