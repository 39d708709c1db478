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
    private volatile Optional<String> cookie = Optional.empty();

    private int era;

    Browser(int customer, Network network) {
        this.customer = customer;
        this.network = network;
    }

    /** A customer makes one visit at a time: the next one waits until the browser is free. */
    void take() throws InterruptedException {
        taken.lockInterruptibly();
    }

    void leave() {
        taken.unlock();
    }

    boolean isLoggedIn() {
        return cookie.isPresent();
    }

    void forgetSession() {
        cookie = Optional.empty();
    }

    /** Returns since which era of the {@link SessionLedger} the session has been there. */
    int era() {
        return era;
    }

    /**
     * Returns the status of the answer, 0 where there is none.
     *
     * @param now the era in which it is sent
     */
    int logIn(int now) throws InterruptedException {
        era = now;
        Optional<HttpResponse<Void>> answer =
                network.send("POST", "/login", "{\"customer\":" + customer + "}", caller(), Optional.empty());
        cookie = answer.flatMap(response -> response.headers().firstValue("Set-Cookie"))
                .map(header -> header.split(";", 2)[0]);
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
        return new Caller(customer, cookie);
    }

    private static int status(Optional<HttpResponse<Void>> answer) {
        return answer.map(HttpResponse::statusCode).orElse(0);
    }
}
