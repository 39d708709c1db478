package dev.scalekit.examples.demo;

import dev.scalekit.examples.demo.Component.Kind;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What each step buys: measured as the steps are built one after the other, under the same load, for the table at the end.
 * Used by one thread.
 */
final class Growth {
    private static final long WARM_UP_MILLIS = Pace.millis(2_000);
    private static final long MEASURED_MILLIS = Pace.millis(4_000);

    private final Site site;
    private final List<Row> rows = new ArrayList<>();

    Growth(Site site) {
        this.site = site;
    }

    /**
     * What was measured of a step.
     *
     * @param seconds how long was looked
     * @param inRequests round trips to the database that customers waited for
     * @param inBackground round trips to the database by workers
     */
    private record Row(Step step, Window requests, double seconds, long inRequests, long inBackground) {
        String line() {
            double answered = requests.answered();
            return String.format(
                    Locale.ROOT,
                    "%d  %-33s %12s %10s %10s %12s %12s",
                    step.number(),
                    step.title(),
                    Figures.number(answered / seconds),
                    Figures.number(requests.percentile(50)),
                    Figures.number(requests.percentile(99)),
                    Figures.number(inRequests / answered),
                    Figures.number(inBackground / answered));
        }
    }

    /** Measures the step that was built last. */
    void measure(Step step) throws InterruptedException {
        Customers customers = site.component(Customers.class);
        customers.pause(WARM_UP_MILLIS);
        long start = site.ticker().nanos();
        long inRequests = roundTrips(Kind.WEB);
        long inBackground = roundTrips(Kind.WORKER);
        try (Window window = customers.requests().open()) {
            customers.pause(MEASURED_MILLIS);
            rows.add(new Row(
                    step,
                    window,
                    (site.ticker().nanos() - start) / 1e9,
                    roundTrips(Kind.WEB) - inRequests,
                    roundTrips(Kind.WORKER) - inBackground));
        }
    }

    private long roundTrips(Kind from) {
        return site.components().stream()
                .filter(component -> component.kind() == from)
                .flatMap(component -> component.links().stream())
                .filter(link -> link.to().equals(Database.ID))
                .mapToLong(link -> link.total().getAsLong())
                .sum();
    }

    /** Prints the table; nothing where no step was measured. */
    void print(PrintStream out) {
        if (rows.isEmpty()) {
            return;
        }
        out.println(String.format(
                Locale.ROOT,
                "%-36s %12s %10s %10s %12s %12s",
                "step, " + site.options().rate() + " visits a second",
                "requests/s",
                "median ms",
                "99 % ms",
                "trips within",
                "trips beside"));
        rows.forEach(row -> out.println(row.line()));
        out.println(
                "trips = round trips to the database for each request, counted on the lines: within = that a customer"
                        + " waits for, beside = by workers");
        out.println();
    }
}
