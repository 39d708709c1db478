package dev.scalekit.examples.proxy;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The headers of a message that are for its other end. The rest is between two neighbours, and a proxy must not pass it on
 * (RFC 9110, section 7.6.1): what {@code Connection} names, and what is known to be so. Immutable.
 *
 * @param all by name, in which upper and lower case are the same
 */
record EndToEnd(Map<String, List<String>> all) {
    private static final Set<String> BETWEEN_NEIGHBOURS = Set.of(
            "connection",
            "proxy-connection",
            "keep-alive",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade",
            "proxy-authenticate",
            "proxy-authorization");

    static EndToEnd of(Map<String, List<String>> message) {
        Set<String> dropped = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        dropped.addAll(BETWEEN_NEIGHBOURS);
        Map<String, List<String>> all = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        message.forEach((name, values) -> {
            all.put(name, List.copyOf(values));
            if (name.equalsIgnoreCase("Connection")) {
                values.forEach(value ->
                        dropped.addAll(List.of(value.toLowerCase(Locale.ROOT).split("[, \t]+"))));
            }
        });
        all.keySet().removeAll(dropped);
        return new EndToEnd(all);
    }

    /** Returns those that are left without some. */
    EndToEnd without(Set<String> names) {
        Map<String, List<String>> rest = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        rest.putAll(all);
        names.forEach(rest::remove);
        return new EndToEnd(rest);
    }
}
