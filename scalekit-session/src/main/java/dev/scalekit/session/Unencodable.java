package dev.scalekit.session;

import org.jspecify.annotations.Nullable;

/**
 * Stops the encoding of a value and, on its way out, collects where in the value it was: nobody pays for the path while
 * all is well. Not thread-safe.
 */
final class Unencodable extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private static final int LONGEST_PATH = 200;

    private final String reason;
    private final StringBuilder path = new StringBuilder();

    /** @param reason goes on after the name of the place, as in "is a java.util.Currency" */
    Unencodable(String reason) {
        this(reason, null);
    }

    Unencodable(String reason, @Nullable Throwable cause) {
        super(reason, cause, false, false);
        this.reason = reason;
    }

    /** @param step the way from a value to the one inside it, as in ".price" or "[2]" */
    Unencodable inside(String step) {
        path.insert(0, step);
        return this;
    }

    @Override
    public String getMessage() {
        if (path.isEmpty()) {
            return "it " + reason;
        }
        String place = path.charAt(0) == '.' ? path.substring(1) : path.toString();
        boolean isLong = place.length() > LONGEST_PATH;
        return (isLong ? place.substring(0, LONGEST_PATH) + "..." : place) + " " + reason;
    }
}
