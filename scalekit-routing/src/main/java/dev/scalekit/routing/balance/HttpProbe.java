package dev.scalekit.routing.balance;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.function.IntPredicate;

/**
 * Asks for a page; well is who answers with a status from 200 to 299. The body is not read. Redirects are not
 * followed, unless a client of the caller's does.
 *
 * <p>Uses a client of the JDK's. The threads of the probe's own client end a
 * while after the last probe; that of its selector when nobody refers to the probe any more. Immutable; thread-safe.
 */
public final class HttpProbe implements HealthProbe<URI> {
    private final HttpClient client;
    private final String path;
    private final IntPredicate isWell;

    private HttpProbe(HttpClient client, String path, IntPredicate isWell) {
        this.client = client;
        this.path = path;
        this.isWell = isWell;
    }

    /**
     * Returns a probe with a client of its own.
     *
     * @param path begins with one slash; takes the place of the path that the endpoint's URI has, and may have a query
     * @throws IllegalArgumentException if it is none
     */
    public static HttpProbe get(String path) {
        return get(
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .executor(Threads.onDemand("scalekit-routing-http-probe-", Duration.ofSeconds(2)))
                        .build(),
                path);
    }

    /** As {@link #get(String)}, with a client of the caller's, for example for its certificates. */
    public static HttpProbe get(HttpClient client, String path) {
        requirePath(path);
        return new HttpProbe(requireNonNull(client, "client"), path, status -> status >= 200 && status <= 299);
    }

    /** Anything else would lead to another host, or be glued to the port. */
    private static void requirePath(String path) {
        if (!requireNonNull(path, "path").startsWith("/") || path.startsWith("//")) {
            throw new IllegalArgumentException("path must begin with one slash: " + Bounds.printable(path));
        }
        URI.create(path);
    }

    /** Returns this probe with another view of which status is well. */
    public HttpProbe expecting(IntPredicate isWell) {
        return new HttpProbe(client, path, requireNonNull(isWell, "isWell"));
    }

    @Override
    public void check(URI target, Duration timeout) throws IOException, InterruptedException {
        URI uri = target.resolve(path);
        HttpRequest request = HttpRequest.newBuilder(uri).timeout(timeout).build();
        // The head is enough: a body may have no end, and the timeout is for the head only.
        HttpResponse<InputStream> response = client.send(request, HttpResponse.BodyHandlers.ofInputStream());
        response.body().close();
        if (!isWell.test(response.statusCode())) {
            throw new IOException("status " + response.statusCode() + " of " + path);
        }
    }

    @Override
    public String toString() {
        return "HttpProbe[" + path + "]";
    }
}
