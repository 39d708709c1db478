package dev.scalekit.examples.demo;

import dev.scalekit.examples.demo.FoodMart.Sale;
import java.util.concurrent.TimeUnit;

/**
 * One sale of FoodMart as it would be on the web: somebody looks at one to three products, puts one into the cart and
 * orders it, looks at the order, and does not let go when the shop fails. Used once, by one thread.
 */
final class Visit implements Runnable {
    static final int PATIENCE_SECONDS = 30;
    private static final long PAUSE_MILLIS = 250;

    private final Sale sale;
    private final int[] others;
    private final long wanted;
    private final Browser browser;
    private final Customers customers;
    private final Ledger ledger;
    private boolean inCart;

    Visit(Sale sale, int[] others, long wanted, Browser browser, Customers customers) {
        this.sale = sale;
        this.others = others;
        this.wanted = wanted;
        this.browser = browser;
        this.customers = customers;
        this.ledger = customers.ledger();
    }

    @Override
    public void run() {
        try {
            browser.take();
            try {
                look();
                buy();
            } finally {
                browser.leave();
            }
        } catch (InterruptedException e) {
            // The shop closes.
            Thread.currentThread().interrupt();
        }
    }

    private void look() throws InterruptedException {
        lookAt(sale.product(), wanted);
        for (int other : others) {
            lookAt(other, customers.ticker().nanos());
        }
    }

    private void lookAt(int product, long since) throws InterruptedException {
        long view = ledger.views().begin(product);
        if (browser.look("/product/" + product, view, since) == 200) {
            ledger.views().acknowledge(product);
        }
    }

    private void buy() throws InterruptedException {
        long deadline = customers.ticker().nanos() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        boolean counts = ledger.ownReads().hasBegun();
        long reference = ledger.send(sale);
        while (!tryToBuy(reference)) {
            if (customers.ticker().nanos() - deadline > 0) {
                // With the session goes its cart, or the next order would have this product too.
                browser.forgetSession();
                customers.noteGaveUp();
                return;
            }
        }
        ledger.acknowledge(reference);
        customers.orders().beat();
        lookAtOrder(reference, counts);
    }

    /** With the cookies of the receipt, at once, and mostly on another web server. */
    private void lookAtOrder(long reference, boolean counts) throws InterruptedException {
        String before = browser.server();
        int answer = browser.lookAtOrder(reference);
        if (!counts) {
            return;
        }
        if (answer == 200 || answer == 404) {
            ledger.ownReads().looked(reference, answer == 200, !browser.server().equals(before));
        } else {
            ledger.ownReads().unanswered();
        }
    }

    /** Goes on from where it stands; returns whether the order is acknowledged, after a pause if it is not. */
    private boolean tryToBuy(long reference) throws InterruptedException {
        int answer = 200;
        if (!browser.isLoggedIn()) {
            inCart = false;
            answer = browser.logIn(ledger.sessions().era());
            if (answer == 200) {
                ledger.sessions().begun();
            }
        }
        if (answer == 200 && !inCart) {
            answer = browser.put("/cart", "{\"product\":" + sale.product() + ",\"units\":" + sale.units() + "}");
            inCart = answer == 200;
        }
        if (answer == 200) {
            answer = browser.order(reference);
            if (answer == 200) {
                return true;
            }
        }
        if (answer == 401) {
            customers.noteLoggedOut();
            browser.held().ifPresent(session -> ledger.sessions().lost(session.era()));
            browser.forgetSession();
        } else if (answer == 409) {
            inCart = false;
        }
        customers.pause(PAUSE_MILLIS);
        return false;
    }
}
