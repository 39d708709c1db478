package dev.scalekit.examples.demo;

import java.util.ArrayList;
import java.util.List;

/** The values of a line {@code INSERT INTO "t" VALUES(1,'It''s',NULL)}, as text. Immutable. */
record InsertedRow(List<String> values) {

    /** Reads a line that is known to be such a statement. */
    static InsertedRow of(String line) {
        int start = line.indexOf("VALUES(") + "VALUES(".length();
        List<String> values = new ArrayList<>();
        StringBuilder value = new StringBuilder();
        boolean quoted = false;
        for (int i = start; i < line.length() - 1; i++) {
            char c = line.charAt(i);
            if (c == '\'') {
                // Two quotes within a text are one of it: the text ends at the first and goes on at the second.
                if (!quoted && line.charAt(i - 1) == '\'') {
                    value.append(c);
                }
                quoted = !quoted;
            } else if (c == ',' && !quoted) {
                values.add(value.toString());
                value.setLength(0);
            } else {
                value.append(c);
            }
        }
        values.add(value.toString());
        return new InsertedRow(values);
    }

    /** Returns the value at a place, counted from 0. */
    String text(int place) {
        return values.get(place);
    }

    int number(int place) {
        return Integer.parseInt(values.get(place));
    }
}
