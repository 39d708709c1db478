package dev.scalekit.examples.demo;

import dev.scalekit.examples.shop.Product;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Changes prices, through one web server after the other, and looks all the time what each of them shows, past the balancer.
 * Thread-safe.
 */
final class PriceCheck implements AutoCloseable {
    private static final long PERIOD_MILLIS = 200;
    /** After so many rounds another price is changed. */
    private static final int ROUNDS = 5;

    /** By turns; enough that each keeps its price for longer than an old one may be shown. */
    private static final int PRODUCTS = 7;

    private final Supplier<List<WebServer>> servers;
    private final PriceLedger ledger;
    private final Ticker ticker;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread = new Thread(this::check, "scalekit-demo-prices");
    /** Products that nobody has looked at yet. Guarded by itself. */
    private final Iterator<Integer> unused;
    /** The one that was changed last is the last one. Of the thread. */
    private final Deque<Integer> products = new ArrayDeque<>();

    /** @param stock more products than are ever looked at */
    PriceCheck(Supplier<List<WebServer>> servers, List<Integer> stock, PriceLedger ledger, Ticker ticker) {
        this.servers = servers;
        this.unused = stock.iterator();
        this.ledger = ledger;
        this.ticker = ticker;
    }

    void start() {
        thread.start();
    }

    private void check() {
        try {
            for (int round = 0; !closing.await(PERIOD_MILLIS, TimeUnit.MILLISECONDS); round++) {
                round(round, servers.get());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void round(int round, List<WebServer> all) {
        if (round % ROUNDS == 0) {
            changeNext(all.get(round / ROUNDS % all.size()));
        }
        if (!products.isEmpty()) {
            // The one that was changed last, and by turns one whose change is longer ago.
            int product = round % 2 == 0 ? products.getLast() : byTurns(round / 2);
            all.forEach(server -> look(product, server));
        }
    }

    private int byTurns(int turn) {
        return products.stream().skip(turn % products.size()).findFirst().orElseThrow();
    }

    private void changeNext(WebServer server) {
        Optional<Integer> next = products.size() < PRODUCTS ? another(server) : Optional.of(products.removeFirst());
        next.filter(product -> change(product, server).isPresent()).ifPresent(products::add);
    }

    /** Returns a product whose price was not changed yet, and is known now; empty if the server does not answer. */
    Optional<Integer> another(WebServer server) {
        int product;
        synchronized (unused) {
            product = unused.next();
        }
        Optional<Product> shown = console(product, server).get();
        shown.ifPresent(found -> ledger.begin(product, found.priceCents()));
        return shown.map(Product::id);
    }

    /**
     * Has a server raise a price.
     *
     * @return when that was acknowledged; empty if it was not: nobody looks at the product any more then
     */
    Optional<Long> change(int product, WebServer server) {
        long cents = ledger.raise(product);
        Optional<Product> changed = console(product, server).put("{\"priceCents\":" + cents + "}");
        if (changed.isEmpty()) {
            ledger.forget(product);
            return Optional.empty();
        }
        long now = ticker.nanos();
        ledger.acknowledge(product, now);
        return Optional.of(now);
    }

    /** Returns what a server shows now as the price of a product; empty if it does not answer. */
    Optional<Long> look(int product, WebServer server) {
        long asked = ticker.nanos();
        Optional<Product> shown = console(product, server).get();
        shown.ifPresent(found -> ledger.shown(product, found.priceCents(), asked, server.label()));
        return shown.map(Product::priceCents);
    }

    private static Console<Product> console(int product, WebServer server) {
        return new Console<>(server.address().resolve("/prices/" + product), Product.class);
    }

    /** Returns all web servers that there are now. */
    List<WebServer> servers() {
        return servers.get();
    }

    PriceLedger ledger() {
        return ledger;
    }

    @Override
    public void close() {
        closing.countDown();
        Closing.join(thread);
    }
}
