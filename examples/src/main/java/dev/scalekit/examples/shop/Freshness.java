package dev.scalekit.examples.shop;

import java.io.IOException;
import java.sql.SQLException;

/** Sees to it that a browser is shown what it has done, whichever web server and whichever database server it asks. Thread-safe. */
interface Freshness {
    /** Where there is one database server, which has everything. */
    Freshness OF_ONE_SERVER = new Freshness() {
        @Override
        public void within(Exchange exchange, Answering answering) throws IOException {
            answering.answer();
        }

        @Override
        public void note(Exchange exchange) {}
    };

    /** What answers a request. */
    @FunctionalInterface
    interface Answering {
        void answer() throws IOException;
    }

    /** Answers a request such that all that is read shows what the browser has seen and done before. */
    void within(Exchange exchange, Answering answering) throws IOException;

    /**
     * Has the browser remember what it has seen and done by now. Called within, before the answer is sent.
     *
     * @throws SQLException if that cannot be known: then the answer would promise too much
     */
    void note(Exchange exchange) throws SQLException;
}
