package dev.scalekit.examples.shop;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where the database is, for somebody in a zone: one server, or several of which one takes the writes. Immutable.
 *
 * <p>As a text it is the JDBC URL of the only one, or the zone and the others after it, {@code east
 * pg1@east=jdbc:...|jdbc:... pg2@west=jdbc:...|jdbc:...}.
 *
 * @param zone where who asks is; empty where there is one server only
 */
public record DatabaseServers(String zone, List<Server> servers) {
    /**
     * One server.
     *
     * @param probesUrl where it is asked how it is
     */
    public record Server(String name, String zone, String jdbcUrl, String probesUrl) {}

    private static final Pattern SERVER = Pattern.compile("([^@=]+)@([^@=]+)=([^|]+)\\|([^|]+)");

    public DatabaseServers {
        servers = List.copyOf(servers);
    }

    /** Returns the only server. */
    public static DatabaseServers only(String jdbcUrl) {
        return new DatabaseServers("", List.of(new Server("only", "", jdbcUrl, jdbcUrl)));
    }

    static DatabaseServers parse(String text) {
        String[] words = text.split(" ", -1);
        if (words.length == 1) {
            return only(text);
        }
        List<Server> servers = new ArrayList<>();
        for (int i = 1; i < words.length; i++) {
            Matcher server = SERVER.matcher(words[i]);
            if (!server.matches()) {
                throw new IllegalArgumentException(
                        "a database server must be <name>@<zone>=<JDBC URL>|<JDBC URL for probes>: " + words[i]);
            }
            servers.add(new Server(server.group(1), server.group(2), server.group(3), server.group(4)));
        }
        return new DatabaseServers(words[0], servers);
    }

    boolean isOne() {
        return zone.isEmpty();
    }

    /** Returns the text. */
    @Override
    public String toString() {
        if (isOne()) {
            return servers.get(0).jdbcUrl();
        }
        StringBuilder text = new StringBuilder(zone);
        servers.forEach(server -> text.append(' ')
                .append(server.name())
                .append('@')
                .append(server.zone())
                .append('=')
                .append(server.jdbcUrl())
                .append('|')
                .append(server.probesUrl()));
        return text.toString();
    }
}
