package dev.scalekit.examples.demo;

import dev.scalekit.examples.shop.Customer;
import dev.scalekit.examples.shop.Product;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;

/**
 * The FoodMart data set: what a chain of grocery shops sold to whom in 1997 and 1998. Immutable.
 *
 * <p>It is read from the artifact {@code net.hydromatic:foodmart-data-hsqldb} (Apache-2.0, Copyright Julian Hyde and
 * Pentaho), whose {@code foodmart.script} is a list of INSERT statements.
 *
 * @param sales in the order in which they happened, by day
 */
record FoodMart(List<Product> products, List<Customer> customers, List<Sale> sales) {
    private static final String SCRIPT = "/foodmart.script";
    private static final String INSERT = "INSERT INTO \"";

    /**
     * One product that one customer bought.
     *
     * @param day the number of the day, {@code time_id} in the data set
     */
    record Sale(int day, int customer, int product, int units) {
        /** Returns whether the orders of two sales look the same. */
        boolean sameOrder(Sale other) {
            return customer == other.customer && product == other.product && units == other.units;
        }
    }

    /**
     * Reads the data set from the class path.
     *
     * @throws IOException if it is not there or not as expected
     */
    static FoodMart read() throws IOException {
        InputStream script = FoodMart.class.getResourceAsStream(SCRIPT);
        if (script == null) {
            throw new IOException(
                    "The class path has no " + SCRIPT + ": add the artifact net.hydromatic:foodmart-data-hsqldb");
        }
        try (script) {
            return read(script);
        }
    }

    static FoodMart read(InputStream script) throws IOException {
        List<Product> products = new ArrayList<>();
        List<Customer> customers = new ArrayList<>();
        List<Sale> sales = new ArrayList<>();
        BufferedReader lines = new BufferedReader(new InputStreamReader(script, StandardCharsets.UTF_8), 1 << 16);
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            switch (table(line)) {
                case "product" -> products.add(product(InsertedRow.of(line)));
                case "customer" -> customers.add(customer(InsertedRow.of(line)));
                case "sales_fact_1997", "sales_fact_1998", "sales_fact_dec_1998" ->
                    sales.add(sale(InsertedRow.of(line)));
                default -> {
                    // One of some thirty other tables.
                }
            }
        }
        if (products.isEmpty() || customers.isEmpty() || sales.isEmpty()) {
            throw new IOException(SCRIPT + " has " + products.size() + " products, " + customers.size()
                    + " customers and " + sales.size() + " sales: none may be missing");
        }
        sales.sort(Comparator.comparingInt(Sale::day));
        return new FoodMart(List.copyOf(products), List.copyOf(customers), List.copyOf(sales));
    }

    /** Returns the sales day by day, those of a day shuffled: the data set does not say at what time of the day they were. */
    List<Sale> salesInOrder(long seed) {
        List<Sale> order = new ArrayList<>(sales);
        Random random = new Random(seed);
        int start = 0;
        for (int i = 1; i <= order.size(); i++) {
            if (i == order.size() || order.get(i).day() != order.get(start).day()) {
                Collections.shuffle(order.subList(start, i), random);
                start = i;
            }
        }
        return order;
    }

    private static String table(String line) {
        return line.startsWith(INSERT) ? line.substring(INSERT.length(), line.indexOf('"', INSERT.length())) : "";
    }

    private static Product product(InsertedRow row) {
        long cents = new BigDecimal(row.text(5)).movePointRight(2).longValueExact();
        return new Product(row.number(1), row.text(3), row.text(2), cents);
    }

    private static Customer customer(InsertedRow row) {
        return new Customer(row.number(0), row.text(28), row.text(9), row.text(12));
    }

    private static Sale sale(InsertedRow row) {
        return new Sale(row.number(1), row.number(2), row.number(0), new BigDecimal(row.text(7)).intValueExact());
    }
}
