package dev.scalekit.bench;

import java.io.Serializable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a small shop keeps in a session: the same for all. Immutable. */
final class Shop {
    static final String CART = "cart";
    static final String PROFILE = "profile";
    static final String LOCALE = "locale";
    static final String FORM = "form";
    static final String VISITS = "visits";

    static final Profile GUEST =
            new Profile("Ada Example", "ada@example.org", List.of("customer", "newsletter", "reviewer"));
    static final String ENGLISH = "en-GB";
    static final String FORM_TOKEN = "q83vEjRWeJCrze8SNFZ4kKvN7xI0VniQq83vEjRWeJA";
    static final long FIRST_VISIT = 1;
    static final String NOTE = "Please leave it with the neighbours at number 42, the dog bites.";

    private Shop() {}

    /**
     * What a user is going to buy.
     *
     * @param revision how often it was changed
     */
    record Cart(int revision, List<Line> lines) implements Serializable {
        /** The cart after so many changes; of the same size for all. */
        static Cart of(int revision) {
            return new Cart(
                    revision,
                    List.of(
                            new Line("4006381333931", "Fine liner 0.4 mm, black", 3, 129),
                            new Line("9780306406157", "Notebook A5, dotted, 192 pages", 1, 1495),
                            new Line("7612345678900", "Ink, 30 ml, midnight blue", 2, 899)));
        }
    }

    /** One product in a cart. */
    record Line(String ean, String name, int quantity, long cents) implements Serializable {}

    /** Who the user is. */
    record Profile(String name, String mail, List<String> groups) implements Serializable {}

    /** The names of the two attributes that a writing request adds, new for each revision. */
    static List<String> added(int revision) {
        return List.of("coupon-" + revision, "note-" + revision);
    }

    /** Refuses what a reading request has found if it is not what was stored. */
    static void requireLocale(@Nullable Object found) {
        if (!ENGLISH.equals(found)) {
            throw new IllegalStateException("the locale of a session is " + found + ", not " + ENGLISH);
        }
    }
}
