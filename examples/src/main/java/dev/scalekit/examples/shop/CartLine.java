package dev.scalekit.examples.shop;

/**
 * A product in a cart.
 *
 * @param units how many, 1 to {@value #MOST_UNITS}
 */
public record CartLine(int product, int units) {
    static final int MOST_UNITS = 1_000;

    public CartLine {
        if (units < 1 || units > MOST_UNITS) {
            throw new IllegalArgumentException("units must be 1 to " + MOST_UNITS + ": " + units);
        }
    }
}
