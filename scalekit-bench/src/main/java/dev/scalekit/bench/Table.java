package dev.scalekit.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/**
 * The results of one comparison in Markdown: subject by subject the time, what else was measured, and the ratio to the
 * reference. Immutable.
 */
final class Table {
    private static final double NANOS_PER_MICRO = 1e3;

    /** From here on, times are given in microseconds. */
    private static final double MANY_NANOS = 1e4;

    private static final int FIRST_NUMBER = 2;

    private final List<Entry> rows;
    private final Entry reference;
    private final double unit;
    private final String unitName;

    /**
     * Creates the table.
     *
     * @param rows its results, at least one, all with the heading of the first
     */
    Table(List<Entry> rows) {
        this.rows = List.copyOf(rows);
        String benchmark = rows.get(0).scalekit().reference();
        this.reference = rows.stream()
                .filter(row -> row.benchmark().equals(benchmark))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("the table has no row " + benchmark));
        boolean inMicros =
                rows.stream().allMatch(row -> Estimate.of(row.times()).median() >= MANY_NANOS);
        this.unit = inMicros ? NANOS_PER_MICRO : 1;
        this.unitName = inMicros ? "us" : "ns";
    }

    /** Sorts results into tables, in the order of the first row of each. */
    static List<Table> of(List<Entry> entries) {
        Map<String, List<Entry>> byHeading = entries.stream()
                .collect(Collectors.groupingBy(
                        entry -> entry.scalekit().module() + " "
                                + entry.scalekit().heading(),
                        LinkedHashMap::new,
                        Collectors.toList()));
        return byHeading.values().stream().map(Table::new).toList();
    }

    List<Entry> rows() {
        return rows;
    }

    String heading() {
        return reference.scalekit().heading();
    }

    /** Heading, note, table and how to read it. */
    String markdown() {
        StringBuilder out = new StringBuilder();
        Label label = reference.scalekit();
        out.append("### ").append(heading()).append("\n\n");
        out.append(label.note()).append("\n\n");
        if (label.run().quick()) {
            out.append("QUICK RUN, NOT TO BE QUOTED: few and short rounds.\n\n");
        }
        out.append(grid()).append('\n');
        int rounds = reference.times().length;
        out.append("ratio: ")
                .append(label.measure())
                .append(" over that of ")
                .append(label.subject())
                .append(" in the same round, median of ")
                .append(rounds)
                .append(rounds == 1 ? " round" : " rounds")
                .append(". Quote ratios only.\n");
        rows.forEach(row -> appendLateness(out, row));
        return out.toString();
    }

    private static void appendLateness(StringBuilder out, Entry row) {
        double notStarted = row.figures(RunResults.NOT_STARTED).map(Table::sum).orElse(0.0);
        if (notStarted > 0) {
            out.append(row.scalekit().subject())
                    .append(" cannot keep the rate: ")
                    .append(Figure.fixed(notStarted, 0))
                    .append(" operations were due but never started, so its latencies are too low.\n");
        }
    }

    private Grid grid() {
        List<Column> columns = columns();
        Grid grid = new Grid(columns.stream().map(Column::heading).toList(), FIRST_NUMBER);
        for (Entry row : rows) {
            grid.add(columns.stream().map(column -> column.cell().apply(row)).toList());
        }
        return grid;
    }

    private List<Column> columns() {
        List<Column> columns = new ArrayList<>();
        columns.add(new Column("subject", row -> row.scalekit().subject()));
        columns.add(new Column("role", row -> row.scalekit().role().word()));
        columns.add(new Column(
                unitName + "/op", row -> Figure.of(Estimate.of(row.times()).median() / unit)));
        columns.add(new Column("min..max", row -> {
            Estimate time = Estimate.of(row.times());
            return Figure.range(time.min() / unit, time.max() / unit);
        }));
        addTime(columns, RunResults.P50, RunResults.P50, Table::median);
        addTime(columns, RunResults.P99, RunResults.P99, Table::median);
        if (reference.scalekit().figure() != null) {
            addTime(columns, RunResults.P999, RunResults.P999, Table::median);
        }
        addTime(columns, RunResults.MAX, RunResults.MAX, Table::max);
        addFigure(columns, RunResults.THROUGHPUT, "ops/s", values -> Figure.of(median(values)));
        addTime(columns, CpuTimeProfiler.CPU, "CPU " + unitName + "/op", Table::median);
        addFigure(columns, RunResults.BYTES, "B/op", values -> Figure.fixed(median(values), 1));
        rows.stream()
                .flatMap(Entry::counts)
                .distinct()
                .sorted()
                .forEach(
                        name -> addFigure(columns, RunResults.COUNT + name, name, values -> Figure.of(median(values))));
        addRatio(columns);
        return columns;
    }

    private void addRatio(List<Column> columns) {
        columns.add(new Column("ratio", row -> Figure.of(ratio(row).median())));
        double coverage = Estimate.of(reference.compared()).coverage();
        columns.add(new Column(Figure.fixed(100 * coverage, 1) + " % interval", row -> {
            Estimate ratio = ratio(row);
            return Figure.range(ratio.low(), ratio.high());
        }));
        if (rows.stream().anyMatch(row -> !row.scalekit().goals().isEmpty())) {
            columns.add(new Column(
                    "goal",
                    row -> Attainment.of(row, rows).stream()
                            .map(Attainment::words)
                            .collect(Collectors.joining("; "))));
        }
    }

    private void addTime(List<Column> columns, String figure, String heading, ToDoubleFunction<double[]> summary) {
        addFigure(columns, figure, heading, values -> Figure.of(summary.applyAsDouble(values) / unit));
    }

    /** Adds the column if a row has the figure. */
    private void addFigure(List<Column> columns, String figure, String heading, Function<double[], String> cell) {
        if (rows.stream().anyMatch(row -> row.figures(figure).isPresent())) {
            columns.add(new Column(heading, row -> row.figures(figure).map(cell).orElse("-")));
        }
    }

    private Estimate ratio(Entry row) {
        return Estimate.ofRatios(row.compared(), reference.compared());
    }

    private static double median(double[] values) {
        return Estimate.of(values).median();
    }

    private static double max(double[] values) {
        return Estimate.of(values).max();
    }

    private static double sum(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum;
    }

    private record Column(String heading, Function<Entry, String> cell) {}
}
