package dev.scalekit.examples.demo;

import java.util.Collection;
import java.util.stream.Collectors;

/** What must hold whatever happens. It is checked all the time, and never by the word of what it is about. */
interface Promise {
    /** Returns a name for programs: lower-case letters, digits and hyphens, never changing. */
    String id();

    /** Names what is counted, and must stay at 0. */
    String title();

    /** Says what {@link Verdict#checked} counts. */
    String unit();

    /** Says how it is checked. */
    String how();

    /**
     * Looks at everything that there is by now.
     *
     * @throws Exception if it cannot be checked now, because the database does not answer
     */
    Verdict check() throws Exception;

    /**
     * Waits until what is on its way has arrived, or should have: only a check after that can say that all is well.
     *
     * @throws Exception if that cannot be known now
     */
    default void settle() throws Exception {}

    /**
     * What was found.
     *
     * @param detail names the first violations; empty if there is none
     */
    record Verdict(long checked, long violations, String detail) {
        private static final int NAMED = 5;

        /** Names the first that are concerned; empty if there is none. */
        static String first(String what, Collection<?> concerned) {
            if (concerned.isEmpty()) {
                return "";
            }
            String named = concerned.stream().limit(NAMED).map(String::valueOf).collect(Collectors.joining(", "));
            return what + ": " + named + (concerned.size() > NAMED ? ", ..." : "");
        }
    }
}
