package dev.scalekit.examples.shop;

import java.sql.SQLException;
import java.util.Optional;

/** What the shop sells, wherever that is looked up. Thread-safe. */
interface Products {
    /** Returns a product; empty if there is none. */
    Optional<Product> product(int id) throws SQLException;

    /**
     * Changes a price. Once this returns, the database has it on disk.
     *
     * @return the product as it is now; empty if there is none
     */
    Optional<Product> changePrice(int id, long cents) throws SQLException;
}
