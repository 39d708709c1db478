package dev.scalekit.session.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scalekit.session.Codec;
import dev.scalekit.session.InMemorySessionStore;
import dev.scalekit.session.Session;
import jakarta.servlet.http.HttpSession;
import jakarta.servlet.http.HttpSessionAttributeListener;
import jakarta.servlet.http.HttpSessionBindingEvent;
import jakarta.servlet.http.HttpSessionBindingListener;
import jakarta.servlet.http.HttpSessionEvent;
import jakarta.servlet.http.HttpSessionIdListener;
import jakarta.servlet.http.HttpSessionListener;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who is told what, in which order: sections 7.4 and 15.1 of the servlet specification, and where we differ. */
final class ServletEventsTest extends Served {
    private static final List<String> HEARD = new CopyOnWriteArrayList<>();

    private final Listener listener = new Listener("");

    @AfterEach
    void forget() {
        HEARD.clear();
    }

    /** Hears of everything. */
    private record Listener(String name)
            implements HttpSessionListener, HttpSessionAttributeListener, HttpSessionIdListener {
        @Override
        public void sessionCreated(HttpSessionEvent event) {
            HEARD.add(name + "created " + event.getSession().isNew());
        }

        @Override
        public void sessionDestroyed(HttpSessionEvent event) {
            HEARD.add(name + "destroyed with " + event.getSession().getAttribute("cart"));
        }

        @Override
        public void sessionIdChanged(HttpSessionEvent event, String before) {
            HEARD.add("id changed " + !event.getSession().getId().equals(before));
        }

        @Override
        public void attributeAdded(HttpSessionBindingEvent event) {
            HEARD.add("added " + event.getName() + " " + event.getValue());
        }

        @Override
        public void attributeReplaced(HttpSessionBindingEvent event) {
            HEARD.add("replaced " + event.getName() + " " + event.getValue() + " by "
                    + event.getSession().getAttribute(event.getName()));
        }

        @Override
        public void attributeRemoved(HttpSessionBindingEvent event) {
            HEARD.add("removed " + event.getName() + " " + event.getValue());
        }
    }

    private void serveListened(Page page) {
        serve(SessionFilter.builder(store).listener(listener), page);
    }

    @Test
    void attributes_are_told_with_what_they_were() throws Exception {
        serveListened((request, response) -> {
            HttpSession session = request.getSession();
            session.setAttribute("cart", "book");
            session.setAttribute("cart", "pen");
            session.removeAttribute("cart");
            session.removeAttribute("cart");
            session.setAttribute("cart", null);
        });

        get("/");

        assertThat(HEARD)
                .containsExactly("created true", "added cart book", "replaced cart book by pen", "removed cart pen");
    }

    @Test
    void an_invalidated_session_is_told_while_it_can_be_read_and_once() throws Exception {
        serve(
                SessionFilter.builder(store).listener(new Listener("1 ")).listener(new Listener("2 ")),
                (request, response) -> {
                    HttpSession session = request.getSession();
                    if (session.isNew()) {
                        session.setAttribute("cart", "book");
                    } else {
                        session.invalidate();
                    }
                });
        get("/");
        HEARD.clear();

        get("/");

        assertThat(HEARD)
                .containsExactly(
                        "2 destroyed with book", "1 destroyed with book", "removed cart book", "removed cart book");
    }

    @Test
    void a_session_that_is_created_and_invalidated_at_once_is_told() throws Exception {
        serveListened((request, response) -> request.getSession().invalidate());

        get("/");

        assertThat(HEARD).containsExactly("created true", "destroyed with null");
        assertThat(browser.token()).isEmpty();
    }

    @Test
    void new_ids_are_told_of_a_login_too() throws Exception {
        serveListened((request, response) -> {
            if (request.getPathInfo().equals("/change")) {
                request.changeSessionId();
            } else if (!request.getSession().isNew()) {
                SessionFilter.session(request).login("ada");
            }
        });
        get("/");
        HEARD.clear();

        get("/change");
        get("/login");

        assertThat(HEARD).containsExactly("id changed true", "id changed true");
    }

    @Test
    void a_session_that_expired_is_told_without_attributes() throws Exception {
        serveListened((request, response) -> request.getSession().setAttribute("cart", "book"));
        get("/");
        HEARD.clear();
        advance(Duration.ofHours(1));

        store.cleanUp();
        store.cleanUp();

        assertThat(HEARD).containsExactly("destroyed with null");
    }

    @Test
    void a_session_that_the_store_ended_is_told_until_the_filter_is_destroyed() throws Exception {
        serveListened((request, response) -> SessionFilter.session(request).login("ada"));
        get("/");
        browser.another().get(server().uri("/"));
        HEARD.clear();

        store.endAll("ada");
        server().close();
        Session session = store.create();
        session.login("ada");
        store.endAll("ada");

        assertThat(HEARD).containsExactly("destroyed with null", "destroyed with null");
    }

    @Test
    void the_id_is_the_same_in_the_beginning_and_in_the_end() throws Exception {
        List<String> ids = new CopyOnWriteArrayList<>();
        HttpSessionListener listening = new HttpSessionListener() {
            @Override
            public void sessionCreated(HttpSessionEvent event) {
                ids.add(event.getSession().getId());
            }

            @Override
            public void sessionDestroyed(HttpSessionEvent event) {
                ids.add(event.getSession().getId());
            }
        };
        serve(SessionFilter.builder(store).listener(listening), (request, response) -> request.getSession());
        get("/");

        advance(Duration.ofHours(1));
        store.cleanUp();

        assertThat(ids).hasSize(2);
        assertThat(ids.get(1)).isEqualTo(ids.get(0)).isEqualTo(Session.fingerprint(browser.token()));
    }

    @Test
    void what_a_listener_throws_changes_nothing() throws Exception {
        HttpSessionListener broken = new HttpSessionListener() {
            @Override
            public void sessionCreated(HttpSessionEvent event) {
                throw new IllegalStateException("planted");
            }
        };
        serve(
                SessionFilter.builder(store).listener(broken).listener(listener),
                (request, response) -> request.getSession());

        get("/");

        assertThat(HEARD).containsExactly("created true");
        assertThat(store.find(browser.token())).isPresent();
    }

    /** A value that wants to know where it is, by a codec that stores its text. */
    private record Bound(String text) implements HttpSessionBindingListener {
        @Override
        public void valueBound(HttpSessionBindingEvent event) {
            HEARD.add("bound " + event.getName() + " " + text);
        }

        @Override
        public void valueUnbound(HttpSessionBindingEvent event) {
            HEARD.add("unbound " + event.getName() + " " + text);
        }
    }

    private static final class BoundCodec implements Codec {
        @Override
        public byte[] encode(Object value) {
            return ((Bound) value).text().getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public <T> T decode(byte[] bytes, Class<T> type) {
            return type.cast(new Bound(new String(bytes, StandardCharsets.UTF_8)));
        }
    }

    @Test
    void values_are_told_that_they_are_in_and_that_they_are_out() throws Exception {
        try (InMemorySessionStore bound = InMemorySessionStore.builder()
                .codec(new BoundCodec())
                .cleanupByCaller()
                .build()) {
            serve(new SessionFilter(bound), (request, response) -> {
                HttpSession session = request.getSession();
                if (session.isNew()) {
                    session.setAttribute("x", new Bound("1"));
                    session.setAttribute("x", new Bound("2"));
                    session.setAttribute("y", new Bound("3"));
                    session.removeAttribute("y");
                } else {
                    session.invalidate();
                }
            });
            get("/");
            get("/");
        }

        assertThat(HEARD)
                .containsExactly("bound x 1", "bound x 2", "unbound x 1", "bound y 3", "unbound y 3", "unbound x 2");
    }
}
