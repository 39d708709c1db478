package dev.scalekit.routing.balance;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLSession;

/** A response of which one can see whether its body was closed. Not thread-safe. */
final class Answer implements HttpResponse<InputStream> {
    private static final URI PLACE = URI.create("http://127.0.0.1/");

    private final int status;
    private boolean closed;

    Answer(int status) {
        this.status = status;
    }

    boolean isClosed() {
        return closed;
    }

    @Override
    public int statusCode() {
        return status;
    }

    @Override
    public InputStream body() {
        return new ByteArrayInputStream(new byte[0]) {
            @Override
            public void close() {
                closed = true;
            }
        };
    }

    @Override
    public HttpRequest request() {
        return HttpRequest.newBuilder(PLACE).build();
    }

    @Override
    public Optional<HttpResponse<InputStream>> previousResponse() {
        return Optional.empty();
    }

    @Override
    public HttpHeaders headers() {
        return HttpHeaders.of(Map.of(), (name, value) -> true);
    }

    @Override
    public Optional<SSLSession> sslSession() {
        return Optional.empty();
    }

    @Override
    public URI uri() {
        return PLACE;
    }

    @Override
    public HttpClient.Version version() {
        return HttpClient.Version.HTTP_1_1;
    }
}
