package dev.scalekit.examples.proxy;

import com.sun.net.httpserver.HttpExchange;
import dev.scalekit.routing.balance.Lease;
import dev.scalekit.routing.balance.Origin;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

/** A server's answer on its way to the client. Used by one thread. */
final class Answer {
    private static final int PIECE = 16_384;
    /** The JDK's server takes it by this, to mean a body whose length is not known. */
    private static final long CHUNKED = 0;

    private static final long NONE = -1;

    private final HttpResponse<InputStream> server;
    private final HttpExchange client;
    private final boolean isHead;

    Answer(HttpResponse<InputStream> server, HttpExchange client, boolean isHead) {
        this.server = server;
        this.client = client;
        this.isHead = isHead;
    }

    /**
     * Sends it on, and says of the lease what came of it; nothing, if the client has left.
     *
     * @throws IOException if it could not all be sent. The connection must then be cut, or the client would take what it
     *     got for the whole
     */
    void deliver(Lease<URI> lease) throws IOException {
        try (InputStream body = server.body()) {
            sendHead();
            OutputStream out = client.getResponseBody();
            byte[] piece = new byte[PIECE];
            for (int count = read(body, piece, lease); count >= 0; count = read(body, piece, lease)) {
                out.write(piece, 0, count);
                if (body.available() == 0) {
                    // Nothing follows at once, and the client may wait for just this.
                    out.flush();
                }
            }
            if (server.statusCode() >= 500) {
                lease.failed(Origin.EXTERNAL);
            } else {
                lease.success();
            }
        }
        client.close();
    }

    private void sendHead() throws IOException {
        EndToEnd.of(server.headers().map())
                .without(Set.of("content-length"))
                .all()
                .forEach((name, values) -> client.getResponseHeaders().put(name, List.copyOf(values)));
        OptionalLong length = server.headers().firstValueAsLong("Content-Length");
        if (isHead && length.isPresent()) {
            client.getResponseHeaders().set("Content-Length", Long.toString(length.getAsLong()));
        }
        client.sendResponseHeaders(server.statusCode(), length(length));
    }

    private long length(OptionalLong length) {
        if (isHead || server.statusCode() == 204 || server.statusCode() == 304) {
            return NONE;
        }
        if (length.isEmpty()) {
            return CHUNKED;
        }
        return length.getAsLong() == 0 ? NONE : length.getAsLong();
    }

    private static int read(InputStream body, byte[] piece, Lease<URI> lease) throws IOException {
        try {
            return body.read(piece);
        } catch (IOException e) {
            lease.failed(Origin.LOCAL);
            throw e;
        }
    }
}
