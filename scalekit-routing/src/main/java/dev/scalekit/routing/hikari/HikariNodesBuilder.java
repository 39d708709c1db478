package dev.scalekit.routing.hikari;

import static java.util.Objects.requireNonNull;

import com.zaxxer.hikari.HikariConfig;
import java.util.ArrayList;
import java.util.List;

/** Builds {@link HikariNodes}. Not thread-safe. */
public final class HikariNodesBuilder {
    private HikariConfig template = new HikariConfig();
    private final List<Declared> nodes = new ArrayList<>();

    private record Declared(String name, String url) {}

    HikariNodesBuilder() {}

    /**
     * Sets what all pools have in common: user and password, sizes, life times, metrics, properties of the driver. Its pool
     * name comes before the name of each node. It is read at {@link #build} and whenever a node is added, and never
     * changed. Default: HikariCP's own settings.
     */
    public HikariNodesBuilder template(HikariConfig template) {
        this.template = requireNonNull(template, "template");
        return this;
    }

    /**
     * Adds a node. At least one is needed.
     *
     * @param name as the router calls it
     * @param url of this one server; not printed anywhere
     */
    public HikariNodesBuilder node(String name, String url) {
        nodes.add(new Declared(requireNonNull(name, "name"), requireNonNull(url, "url")));
        return this;
    }

    /**
     * Makes the pools; waits for no connection. Whoever calls closes them.
     *
     * @throws IllegalArgumentException if there is no node, two have the same name, the template has a URL or a data source
     *     of its own or is read-only, a URL is one of several hosts or has the driver look for the primary
     * @throws RuntimeException as HikariCP throws, if there is no driver for a URL or it does not accept the template
     */
    public HikariNodes build() {
        if (nodes.isEmpty()) {
            throw new IllegalArgumentException("nodes must be at least 1: 0");
        }
        HikariNodes built = new HikariNodes(new NodePools(template));
        try {
            nodes.forEach(node -> built.add(node.name(), node.url()));
            return built;
        } catch (Throwable e) {
            built.close();
            throw e;
        }
    }

    /** Without the URLs, which may have passwords in them. */
    @Override
    public String toString() {
        return "HikariNodesBuilder" + nodes.stream().map(Declared::name).toList();
    }
}
