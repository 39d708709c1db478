package dev.scalekit.routing.hikari;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A URL of pgjdbc, whose arguments win over properties. Immutable.
 *
 * @param place all before the question mark
 * @param arguments {@code name=value} each
 */
record PostgresUrl(String place, List<String> arguments) {
    private static final String PREFIX = "jdbc:postgresql:";

    static boolean fits(String url) {
        return url.startsWith(PREFIX);
    }

    static PostgresUrl of(String url) {
        int mark = url.indexOf('?');
        return mark < 0
                ? new PostgresUrl(url, List.of())
                : new PostgresUrl(
                        url.substring(0, mark),
                        Arrays.stream(url.substring(mark + 1).split("&"))
                                .filter(argument -> !argument.isEmpty())
                                .toList());
    }

    boolean has(String name) {
        return arguments.stream().anyMatch(argument -> name(argument).equals(name));
    }

    /** Whether the driver would choose one of several servers. */
    boolean hasSeveralHosts() {
        String hosts = place.substring(PREFIX.length());
        if (!hosts.startsWith("//")) {
            return false;
        }
        int end = hosts.indexOf('/', 2);
        return hosts.substring(2, end < 0 ? hosts.length() : end).contains(",");
    }

    /** Returns the URL without some arguments. */
    String without(Set<String> names) {
        String left = arguments.stream()
                .filter(argument -> !names.contains(name(argument)))
                .collect(Collectors.joining("&"));
        return left.isEmpty() ? place : place + "?" + left;
    }

    private static String name(String argument) {
        int equals = argument.indexOf('=');
        return equals < 0 ? argument : argument.substring(0, equals);
    }

    /** Without the arguments, of which one may be a password. */
    @Override
    public String toString() {
        return place;
    }
}
