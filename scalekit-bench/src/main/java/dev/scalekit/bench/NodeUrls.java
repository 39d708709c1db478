package dev.scalekit.bench;

import java.util.List;

/**
 * Where the databases of a replicated one are, as URLs of the driver below. Immutable.
 *
 * @param primary takes writes
 * @param standbys two, which have what the primary has
 */
record NodeUrls(String primary, List<String> standbys) {
    private static final String SCHEME = "jdbc:";

    NodeUrls {
        standbys = List.copyOf(standbys);
    }

    /** Returns host and port of a URL. */
    static String host(String url) {
        int begin = url.indexOf("//") + 2;
        return url.substring(begin, url.indexOf('/', begin));
    }

    /** Returns a URL of pgjdbc, and of what wraps it, with all hosts, the primary first. */
    String all() {
        String hosts = host(primary) + ","
                + String.join(",", standbys.stream().map(NodeUrls::host).toList());
        return primary.replace(host(primary), hosts);
    }

    /** Returns a URL with something before what names the driver. */
    static String within(String outer, String url) {
        return SCHEME + outer + url.substring(SCHEME.length());
    }
}
