package dev.scalekit.examples.shop;

import java.sql.SQLException;
import java.util.Optional;

/** Where it is noted that somebody has looked at a product. Thread-safe. */
interface PageViews {
    /**
     * Notes that somebody has looked at a product that there is. Once this returns, it is on disk, so that the page which is
     * sent then is an acknowledgement.
     *
     * @param number the browser's own number of the view, if it gave one: a view that is sent again has the same
     */
    void add(int product, Optional<String> number) throws SQLException, InterruptedException;
}
