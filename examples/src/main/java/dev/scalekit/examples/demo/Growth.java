package dev.scalekit.examples.demo;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What each step buys: measured as the steps are built one after the other, under the same load, for the table at the end.
 * Used by one thread.
 */
final class Growth {
    private static final long WARM_UP_MILLIS = Pace.millis(1_500);
    private static final long MEASURED_MILLIS = Pace.millis(3_500);

    private final Site site;
    private final List<Row> rows = new ArrayList<>();

    Growth(Site site) {
        this.site = site;
    }

    /**
     * What was measured of a step.
     *
     * @param seconds how long was looked
     * @param trips round trips to the database
     */
    private record Row(Step step, Window requests, double seconds, Trips trips) {
        String line() {
            double answered = requests.answered();
            return String.format(
                    Locale.ROOT,
                    "%d  %-33s %10s %9s %8s %12s %10s %12s %8s",
                    step.number(),
                    step.title(),
                    Figures.number(answered / seconds),
                    Figures.number(requests.percentile(50)),
                    Figures.number(requests.percentile(99)),
                    Figures.number(trips.within() / answered),
                    Figures.number(trips.onPrimary() / answered),
                    Figures.number(trips.beside() / answered),
                    Figures.number(trips.probes() / answered));
        }
    }

    /**
     * Round trips to the database, all or in a while.
     *
     * @param within those that customers wait for
     * @param onPrimary those of them that were to the primary
     * @param beside those of workers
     * @param probes those that ask the servers how they are
     */
    private record Trips(long within, long onPrimary, long beside, long probes) {
        Trips since(Trips before) {
            return new Trips(
                    within - before.within,
                    onPrimary - before.onPrimary,
                    beside - before.beside,
                    probes - before.probes);
        }
    }

    /** Measures the step that was built last. */
    void measure(Step step) throws InterruptedException {
        Customers customers = site.component(Customers.class);
        customers.pause(WARM_UP_MILLIS);
        long start = site.ticker().nanos();
        Trips before = trips();
        try (Window window = customers.requests().open()) {
            customers.pause(MEASURED_MILLIS);
            rows.add(new Row(step, window, (site.ticker().nanos() - start) / 1e9, trips().since(before)));
        }
    }

    private Trips trips() {
        Database database = site.component(DatabaseServer.class).database();
        List<Line> web = database.lines(Line.Use.REQUESTS);
        List<Line> beside = database.lines(Line.Use.WORKERS);
        return new Trips(
                Line.sum(web, Line::roundTrips),
                Line.sum(web, line -> line.roundTrips(database.primary())),
                Line.sum(beside, Line::roundTrips),
                database.probes());
    }

    /** Prints the table; nothing where no step was measured. */
    void print(PrintStream out) {
        if (rows.isEmpty()) {
            return;
        }
        out.println(String.format(
                Locale.ROOT,
                "%-36s %10s %9s %8s %12s %10s %12s %8s",
                "step, " + site.options().rate() + " visits a second",
                "requests/s",
                "median ms",
                "99 % ms",
                "trips within",
                "on primary",
                "trips beside",
                "probes"));
        rows.forEach(row -> out.println(row.line()));
        out.println(
                "trips = round trips to the database for each request, counted on the lines: within = that a customer"
                        + " waits for, and those to the primary, beside = by workers; probes = questions how the servers are");
        out.println();
    }
}
