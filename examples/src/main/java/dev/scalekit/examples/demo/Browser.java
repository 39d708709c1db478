package dev.scalekit.examples.demo;

import dev.scalekit.examples.demo.Network.Caller;
import java.net.HttpCookie;
import java.net.http.HttpResponse;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;

/** A customer's browser, which keeps the cookies from one visit to the next. Used by who took it. */
final class Browser {
    private static final String SESSION = "session";

    private final int customer;
    private final Network network;
    private final ReentrantLock taken = new ReentrantLock();
    /** Written by who took the browser, looked at by others. */
    private volatile Optional<Held> held = Optional.empty();

    private final Map<String, String> cookies = new LinkedHashMap<>();
    private String server = "";

    Browser(int customer, Network network) {
        this.customer = customer;
        this.network = network;
    }

    /**
     * A session that the customer believes to have.
     *
     * @param cookie what the shop has set: {@code session=} and a token
     * @param era of the {@link SessionLedger}, since when it has been there
     */
    record Held(int customer, String cookie, int era) {
        String token() {
            return cookie.substring(cookie.indexOf('=') + 1);
        }
    }

    /** A customer makes one visit at a time: the next one waits until the browser is free. */
    void take() throws InterruptedException {
        taken.lockInterruptibly();
    }

    void leave() {
        taken.unlock();
    }

    boolean isLoggedIn() {
        return held.isPresent();
    }

    /** Returns the session; empty for somebody who is not logged in. */
    Optional<Held> held() {
        return held;
    }

    void forgetSession() {
        cookies.remove(SESSION);
        held = Optional.empty();
    }

    /**
     * Returns the status of the answer, 0 where there is none.
     *
     * @param now the era in which it is sent
     */
    int logIn(int now) throws InterruptedException {
        Optional<HttpResponse<Void>> answer =
                network.send("POST", "/login", "{\"customer\":" + customer + "}", caller(), Optional.empty());
        int status = took(answer);
        held = Optional.ofNullable(cookies.get(SESSION)).map(token -> new Held(customer, SESSION + "=" + token, now));
        return status;
    }

    /** Asks for a page; should the network send that again unseen, it says by its number that it is the same view. */
    int look(String path, long view, long wanted) throws InterruptedException {
        return took(network.look(path, view, caller(), wanted));
    }

    int put(String path, String json) throws InterruptedException {
        return took(network.send("PUT", path, json, caller(), Optional.empty()));
    }

    /** Orders what is in the cart; an order that is sent again is known by its reference. */
    int order(long reference) throws InterruptedException {
        return took(network.send(
                "POST",
                "/orders",
                "{\"reference\":" + reference + "}",
                caller(),
                Optional.of(Long.toString(reference))));
    }

    /** Looks at an order that was placed under a reference. */
    int lookAtOrder(long reference) throws InterruptedException {
        return took(network.look("/orders/" + reference, caller()));
    }

    /** Returns which web server has given the last answer that there was; empty if it does not say. */
    String server() {
        return server;
    }

    private Caller caller() {
        return new Caller(
                customer,
                cookies.entrySet().stream()
                        .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
                        .collect(Collectors.joining("; ")));
    }

    /** Keeps the cookies that are set; returns the status, 0 where there is no answer. */
    private int took(Optional<HttpResponse<Void>> answer) {
        if (answer.isEmpty()) {
            return 0;
        }
        for (String header : answer.get().headers().allValues("Set-Cookie")) {
            HttpCookie.parse(header).forEach(cookie -> cookies.put(cookie.getName(), cookie.getValue()));
        }
        server = answer.get().headers().firstValue("X-Web-Server").orElse("");
        return answer.get().statusCode();
    }
}
