package dev.scalekit.examples.demo;

import dev.scalekit.examples.demo.Network.Caller;
import java.net.http.HttpResponse;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/** A customer's browser, which keeps the session's cookie from one visit to the next. Used by who took it. */
final class Browser {
    private final int customer;
    private final Network network;
    private final ReentrantLock taken = new ReentrantLock();
    /** Written by who took the browser, looked at by others. */
    private volatile Optional<Held> held = Optional.empty();

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
        held = answer.flatMap(response -> response.headers().firstValue("Set-Cookie"))
                .map(header -> new Held(customer, header.split(";", 2)[0], now));
        return status(answer);
    }

    /** Asks for a page; should the network send that again unseen, it says by its number that it is the same view. */
    int look(String path, long view, long wanted) throws InterruptedException {
        return status(network.look(path, view, caller(), wanted));
    }

    int put(String path, String json) throws InterruptedException {
        return status(network.send("PUT", path, json, caller(), Optional.empty()));
    }

    /** Orders what is in the cart; an order that is sent again is known by its reference. */
    int order(long reference) throws InterruptedException {
        return status(network.send(
                "POST",
                "/orders",
                "{\"reference\":" + reference + "}",
                caller(),
                Optional.of(Long.toString(reference))));
    }

    private Caller caller() {
        return new Caller(customer, held.map(Held::cookie));
    }

    private static int status(Optional<HttpResponse<Void>> answer) {
        return answer.map(HttpResponse::statusCode).orElse(0);
    }
}
