package dev.scalekit.examples.shop;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a customer wants to order, each product once. Immutable. */
record Cart(List<CartLine> lines) {
    static final Cart EMPTY = new Cart(List.of());

    /** More than anybody buys; keeps a client from filling the database. */
    private static final int MOST_LINES = 100;

    Cart {
        lines = List.copyOf(lines);
    }

    /** Returns this with so many units of a product; sent again, it changes nothing. Empty if it does not fit in. */
    Optional<Cart> with(CartLine line) {
        Map<Integer, CartLine> byProduct = new LinkedHashMap<>();
        lines.forEach(each -> byProduct.put(each.product(), each));
        byProduct.put(line.product(), line);
        return byProduct.size() > MOST_LINES
                ? Optional.empty()
                : Optional.of(new Cart(List.copyOf(byProduct.values())));
    }
}
