package dev.scalekit.bench;

import java.util.ArrayList;
import java.util.List;

/** Finds where our code is slower than a peer or misses a goal. Immutable. */
final class Losses {
    private Losses() {}

    /** The lines of the section; never empty, because no loss is also said. */
    static List<String> of(List<Table> tables) {
        boolean hasOurs =
                tables.stream().flatMap(table -> table.rows().stream()).anyMatch(Losses::isOurs);
        if (!hasOurs) {
            return List.of("None to tell: ScaleKit has no code of its own in these tables yet.");
        }
        List<String> losses = new ArrayList<>();
        for (Table table : tables) {
            table.rows().stream().filter(Losses::isOurs).forEach(ours -> addLosses(losses, table, ours));
        }
        return losses.isEmpty() ? List.of("None: no peer is faster, no goal is missed.") : losses;
    }

    private static void addLosses(List<String> losses, Table table, Entry ours) {
        String where = "* " + table.heading() + ": " + ours.scalekit().subject();
        for (Entry peer : table.rows()) {
            if (peer.scalekit().role() == Role.PEER) {
                Estimate ratio = Estimate.ofRatios(ours.compared(), peer.compared());
                if (ratio.median() > 1) {
                    losses.add(where
                            + words(ratio, ours.scalekit())
                            + peer.scalekit().subject());
                }
            }
        }
        for (Attainment attainment : Attainment.of(ours, table.rows())) {
            if (!attainment.isMet()) {
                losses.add(where + " has to reach " + attainment.words());
            }
        }
    }

    private static String words(Estimate ratio, Label label) {
        String times = Figure.of(ratio.median()) + " (" + Figure.range(ratio.low(), ratio.high()) + ") times ";
        return label.figure() == null
                ? " takes " + times + "as long as "
                : " has " + times + "the " + label.measure() + " of ";
    }

    private static boolean isOurs(Entry row) {
        return row.scalekit().role() == Role.OURS;
    }
}
