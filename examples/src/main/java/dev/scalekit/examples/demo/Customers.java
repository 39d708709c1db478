package dev.scalekit.examples.demo;

import dev.scalekit.examples.demo.FoodMart.Sale;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The customers of the shop, who replay the sales of FoodMart. They come at a steady rate, whether the shop keeps up or
 * not (an open loop), and how long a page takes counts from when they wanted it. Thread-safe.
 */
final class Customers implements Component, AutoCloseable {
    static final String ID = "customers";

    /** How many are in the shop at most; the next ones wait at the door, and beyond that turn away. */
    private static final int MOST_INSIDE = 64;

    private static final int MOST_WAITING = 1_000;

    private final List<Sale> sales;
    private final int rate;
    private final long seed;
    private final Network network;
    private final Requests requests;
    private final Ledger ledger;
    private final Ticker ticker;
    private final Map<Integer, Browser> browsers = new ConcurrentHashMap<>();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final AtomicLong visits = new AtomicLong();
    private final AtomicLong loggedOut = new AtomicLong();
    private final AtomicLong gaveUp = new AtomicLong();
    private final Pulse orders;
    private final ThreadPoolExecutor inside;
    private final Thread arrivals;
    private volatile String entry;

    /**
     * Creates customers who do not come yet.
     *
     * @param sales what they buy, in this order, and from the start again after the last
     * @param options how many visits a second, and the seed of what else they look at
     * @param entry the address of the shop
     * @param entryComponent the id of the component that has this address
     */
    Customers(List<Sale> sales, Options options, URI entry, String entryComponent, Ledger ledger, Ticker ticker) {
        this.sales = sales;
        this.rate = options.rate();
        this.seed = options.seed();
        this.ledger = ledger;
        this.ticker = ticker;
        this.orders = new Pulse(ticker);
        this.requests = new Requests();
        this.network = new Network(entry, requests, ticker);
        this.entry = entryComponent;
        AtomicInteger number = new AtomicInteger();
        this.inside = new ThreadPoolExecutor(
                MOST_INSIDE,
                MOST_INSIDE,
                0,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(MOST_WAITING),
                task -> new Thread(task, "scalekit-demo-customer-" + number.incrementAndGet()));
        this.arrivals = new Thread(this::arrive, "scalekit-demo-arrivals");
    }

    /** Opens the doors. */
    void start() {
        arrivals.start();
    }

    /** Sends everybody to another address from the next request on. */
    void goTo(URI address, String component) {
        network.goTo(address);
        entry = component;
    }

    Requests requests() {
        return requests;
    }

    /** Returns those of the requests that are for pages of products. */
    Requests pages() {
        return network.pages();
    }

    /** Returns what beats with each order that is acknowledged. */
    Pulse orders() {
        return orders;
    }

    Ledger ledger() {
        return ledger;
    }

    /** Returns how often a customer was told to log in again. */
    long loggedOut() {
        return loggedOut.get();
    }

    /** Returns how many left without their order, after having tried for {@value Visit#PATIENCE_SECONDS} seconds. */
    long gaveUp() {
        return gaveUp.get();
    }

    /** Returns everybody who has been in the shop. */
    Set<Integer> known() {
        return Set.copyOf(browsers.keySet());
    }

    /** Returns how many believe that they are logged in. */
    int loggedIn() {
        return sessions().size();
    }

    /** Returns the sessions of all who believe that they are logged in. */
    List<Browser.Held> sessions() {
        return browsers.values().stream()
                .map(Browser::held)
                .flatMap(Optional::stream)
                .toList();
    }

    private void arrive() {
        long start = ticker.nanos();
        try {
            for (long number = 0; ; number++) {
                long wanted = start + number * TimeUnit.SECONDS.toNanos(1) / rate;
                if (closing.await(wanted - ticker.nanos(), TimeUnit.NANOSECONDS)) {
                    return;
                }
                admit(number, wanted);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void admit(long number, long wanted) {
        Sale sale = sales.get((int) (number % sales.size()));
        Browser browser = browsers.computeIfAbsent(sale.customer(), id -> new Browser(id, network));
        Visit visit = new Visit(sale, others(number), wanted, browser, this);
        visits.incrementAndGet();
        if (inside.getQueue().remainingCapacity() == 0) {
            requests.turnedAway();
        } else {
            inside.execute(visit);
        }
    }

    /** Returns up to two more products that the customer looks at; the same in every run with the same seed. */
    private int[] others(long number) {
        SplittableRandom random = new SplittableRandom(seed + number);
        return random.ints(random.nextInt(3), 0, sales.size())
                .map(other -> sales.get(other).product())
                .toArray();
    }

    boolean isClosing() {
        return closing.getCount() == 0;
    }

    /**
     * Waits a moment while the customers shop.
     *
     * @throws InterruptedException also if the shop closes meanwhile
     */
    void pause(long millis) throws InterruptedException {
        if (closing.await(millis, TimeUnit.MILLISECONDS)) {
            throw new InterruptedException("The shop closes");
        }
    }

    Ticker ticker() {
        return ticker;
    }

    void noteLoggedOut() {
        loggedOut.incrementAndGet();
    }

    void noteGaveUp() {
        gaveUp.incrementAndGet();
    }

    @Override
    public String id() {
        return ID;
    }

    @Override
    public Kind kind() {
        return Kind.LOAD;
    }

    @Override
    public String label() {
        return "Customers";
    }

    @Override
    public Status status() {
        return arrivals.isAlive()
                ? new Status(State.UP, rate + " visits a second")
                : new Status(State.DOWN, isClosing() ? "gone home" : "not there");
    }

    @Override
    public List<Fact> facts() {
        return List.of(
                new Fact("visits", Long.toString(visits.get())),
                new Fact("orders acknowledged", Integer.toString(ledger.acknowledgedCount())),
                new Fact("logged out", Long.toString(loggedOut())));
    }

    @Override
    public List<Link> links() {
        return List.of(new Link(entry, "requests", "counted by the customers", requests::ended, null));
    }

    @Override
    public Optional<String> artificial() {
        return Optional.of("The customers are threads of this program, and share the processors with the servers.");
    }

    /** Closes the doors; who is inside leaves. */
    @Override
    public void close() {
        closing.countDown();
        arrivals.interrupt();
        Closing.join(arrivals);
        inside.shutdownNow();
        Closing.join(inside, "the customers");
        network.close();
    }
}
