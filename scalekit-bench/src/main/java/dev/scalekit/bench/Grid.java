package dev.scalekit.bench;

import java.util.ArrayList;
import java.util.List;

/** A Markdown table whose columns are padded, so that it can also be read in a terminal. Not thread-safe. */
final class Grid {
    private final List<String> headings;
    private final int firstNumber;
    private final List<List<String>> rows = new ArrayList<>();

    /** Creates the table; columns from {@code firstNumber} on, counted from 0, are aligned to the right. */
    Grid(List<String> headings, int firstNumber) {
        this.headings = List.copyOf(headings);
        this.firstNumber = firstNumber;
    }

    /** Adds a row with a cell for each heading. */
    void add(List<String> cells) {
        if (cells.size() != headings.size()) {
            throw new IllegalArgumentException(
                    "a row needs " + headings.size() + " cells, not " + cells.size() + ": " + cells);
        }
        rows.add(List.copyOf(cells));
    }

    /** The table, each line ended. */
    @Override
    public String toString() {
        StringBuilder out = new StringBuilder();
        line(out, headings);
        for (int column = 0; column < headings.size(); column++) {
            String dashes = "-".repeat(width(column) + 1);
            out.append('|').append(isNumber(column) ? dashes + ":" : "-" + dashes);
        }
        out.append("|\n");
        rows.forEach(row -> line(out, row));
        return out.toString();
    }

    private void line(StringBuilder out, List<String> cells) {
        for (int column = 0; column < cells.size(); column++) {
            String cell = cells.get(column);
            String padding = " ".repeat(width(column) - cell.length());
            out.append("| ")
                    .append(isNumber(column) ? padding + cell : cell + padding)
                    .append(' ');
        }
        out.append("|\n");
    }

    private boolean isNumber(int column) {
        return column >= firstNumber;
    }

    private int width(int column) {
        int width = Math.max(3, headings.get(column).length());
        for (List<String> row : rows) {
            width = Math.max(width, row.get(column).length());
        }
        return width;
    }
}
