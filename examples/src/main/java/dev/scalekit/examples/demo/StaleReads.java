package dev.scalekit.examples.demo;

import java.util.List;

/** Whoever has ordered sees the order, whichever web server and whichever database server answers. */
record StaleReads(OwnReads reads) implements Promise {
    @Override
    public String id() {
        return "stale-reads";
    }

    @Override
    public String title() {
        return "Stale reads of one's own write";
    }

    @Override
    public String unit() {
        return "orders looked at right after";
    }

    @Override
    public String how() {
        return "each customer who gets a receipt asks for the order at once, with the cookies that came with it; of "
                + Figures.count(reads.elsewhereCount()) + " of the answers the web server was another one; "
                + Figures.count(reads.unansweredCount())
                + " more looks got an answer that says nothing of the order, or none";
    }

    /** @throws IllegalStateException while nobody has looked: nothing seen is no promise held */
    @Override
    public Verdict check() {
        // First what is stale: whatever is noted meanwhile is in both or in the second.
        List<Long> stale = reads.stale();
        long checked = reads.checkedCount();
        if (checked == 0) {
            throw new IllegalStateException("nobody has seen yet whether an order is there");
        }
        return new Verdict(checked, stale.size(), Verdict.first("not shown", stale));
    }
}
