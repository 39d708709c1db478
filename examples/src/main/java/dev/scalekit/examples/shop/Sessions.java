package dev.scalekit.examples.shop;

import dev.scalekit.session.InMemorySessionStore;
import dev.scalekit.session.JdbcSessionStore;
import dev.scalekit.session.Key;
import dev.scalekit.session.SaveOutcome;
import dev.scalekit.session.Session;
import dev.scalekit.session.SessionEndedException;
import dev.scalekit.session.SessionStore;
import dev.scalekit.session.SessionStoreBuilder;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import javax.sql.DataSource;

/**
 * Who is logged in, and the carts, wherever sessions are kept. Thread-safe.
 *
 * <p>A customer may be logged in with several browsers, each of which has its own cart. A cart that somebody else has changed
 * since it was found cannot be saved: a request that was taken for dead and sent again elsewhere, and lives on, undoes
 * nothing of what came after it.
 */
final class Sessions {
    private static final Key<Cart> CART = Key.of("cart", Cart.class).failOnConflict();

    private final SessionStore store;

    Sessions(SessionStore store) {
        this.store = store;
    }

    /** Returns a store in this process, of which no other one knows anything. */
    static SessionStore inMemory() {
        return described(InMemorySessionStore.builder()).build();
    }

    /** Returns a store for any number of servers over the same database. */
    static SessionStore inDatabase(DataSource database) {
        return described(JdbcSessionStore.builder(database)).build();
    }

    /** Who comes back within two weeks finds the cart as it was. */
    private static <B extends SessionStoreBuilder<B>> B described(B builder) {
        return builder.name("shop").idleTimeout(Duration.ofDays(14)).absoluteTimeout(Duration.ofDays(30));
    }

    /**
     * Logs a customer in, with the cart of the session that the browser has, if it is the customer's: that has another token
     * from now on. Should it end meanwhile, or be given one by another login, the customer begins with an empty cart.
     *
     * @param before the token that the browser has, or what it gives out as one
     * @return the new token
     */
    String logIn(int customer, Optional<String> before) {
        String user = Integer.toString(customer);
        Optional<Session> found = before.flatMap(store::find);
        Session session = found.filter(own -> user.equals(own.user())).orElseGet(store::create);
        try {
            session.login(user);
        } catch (SessionEndedException e) {
            return logIn(customer, Optional.empty());
        }
        found.filter(own -> own != session).ifPresent(Session::end);
        return session.token();
    }

    /** Returns the session of a token; empty if there is none, or none any more. */
    Optional<Session> find(String token) {
        return store.find(token);
    }

    /** Returns who has logged in: nobody else has a session. */
    int customer(Session session) {
        return Integer.parseInt(Objects.requireNonNull(session.user(), "user"));
    }

    Cart cart(Session session) {
        Cart cart = session.get(CART);
        return cart == null ? Cart.EMPTY : cart;
    }

    /**
     * Keeps a cart.
     *
     * @return false if the session is gone, and the cart with it
     * @throws dev.scalekit.session.AttributeConflictException if somebody else has changed the cart since the session was found
     */
    boolean keep(Session session, Cart cart) {
        session.put(CART, cart);
        return store.save(session) != SaveOutcome.ENDED;
    }
}
