package dev.scalekit.routing;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Calendar;
import java.util.Date;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Values of parameters as they were when they were set: drivers read them there and then, and one {@code Date} that is changed in
 * between may be both ends of a range. Not instantiable.
 */
final class Copies {
    private Copies() {}

    /** Whether {@link #of} returns something that nobody changes. */
    static boolean arePossibleOf(@Nullable Object value) {
        return value == null
                || value instanceof String
                || value instanceof Boolean
                || value instanceof Character
                || isNumber(value)
                || value instanceof UUID
                || value instanceof Enum
                || value.getClass().getPackageName().equals("java.time")
                || value instanceof Date
                || value instanceof Calendar
                || value instanceof byte[];
    }

    private static boolean isNumber(Object value) {
        return value instanceof Integer
                || value instanceof Long
                || value instanceof Double
                || value instanceof Float
                || value instanceof Short
                || value instanceof Byte
                || value instanceof BigDecimal
                || value instanceof BigInteger;
    }

    /** Returns a copy of what can be changed and is known, and all else itself. */
    @SuppressWarnings({"unchecked", "JavaUtilDate"}) // A clone is of the class of what was cloned; JDBC has dates.
    static <T> @Nullable T of(@Nullable T value) {
        if (value instanceof Date date) {
            return (T) date.clone();
        }
        if (value instanceof Calendar calendar) {
            return (T) calendar.clone();
        }
        return value instanceof byte[] bytes ? (T) bytes.clone() : value;
    }
}
