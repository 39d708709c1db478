package dev.scalekit.examples;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpServer;
import dev.scalekit.session.Device;
import dev.scalekit.session.InMemorySessionStore;
import dev.scalekit.session.Key;
import dev.scalekit.session.Session;
import dev.scalekit.session.SessionInfo;
import dev.scalekit.session.SessionStore;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Log-in, a cart, the list of one's sessions and a way to end them all: two of the JDK's web servers share a store. */
public final class SessionsWithoutServlets {
    private static final Key<Cart> CART = Key.of("cart", Cart.class);
    private static final Pattern COOKIE = Pattern.compile("(?:^|; )__Host-session=([^;]*)");
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private SessionsWithoutServlets() {}

    /** What a session keeps: a record of everyday types. */
    record Cart(List<String> products) {}

    public static void main(String[] arguments) throws Exception {
        // Servers in several processes have JdbcSessionStore.builder(dataSource).build(), and nothing else changes.
        try (SessionStore store = InMemorySessionStore.builder().build()) {
            HttpServer one = serve(store);
            HttpServer two = serve(store);
            String visitor = send(one, "laptop", "", "PUT /cart", "tea cups");
            String laptop = send(two, "laptop", visitor, "POST /login", "ada");
            send(one, "thief of the token from before", visitor, "GET /cart", "");
            String phone = send(one, "phone", "", "POST /login", "ada");
            send(two, "phone", phone, "GET /sessions", "");
            send(two, "phone", phone, "DELETE /sessions", "");
            send(one, "laptop", laptop, "GET /cart", "");
            String ada = send(one, "laptop", "", "POST /login", "ada");
            send(two, "laptop", ada, "PUT /cart", "coffee");
            send(one, "laptop", ada, "POST /login", "bob");
            one.stop(0);
            two.stop(0);
        }
    }

    private static HttpServer serve(SessionStore store) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", http -> {
            Matcher cookie =
                    COOKIE.matcher(String.valueOf(http.getRequestHeaders().getFirst("Cookie")));
            String token = cookie.find() ? cookie.group(1) : "";
            String route = http.getRequestMethod() + " " + http.getRequestURI().getPath();
            String body = new String(http.getRequestBody().readAllBytes(), UTF_8);
            Session session = store.find(token).orElseGet(store::create);
            if (route.equals("POST /login") && session.user() != null && !body.equals(session.user())) {
                session.end(); // What is in it is somebody else's.
                session = store.create();
            }
            session.device(new Device(http.getRequestHeaders().getFirst("User-Agent"), null));
            byte[] answer = answer(route, body, store, session).getBytes(UTF_8);

            // Who only looks around gets no session. Saving one that was only read writes nothing, but once a minute.
            if (!session.isNew() || session.user() != null || !session.names().isEmpty()) {
                store.save(session);
                if (!session.token().equals(token)) {
                    String fresh = "__Host-session=" + session.token() + "; Path=/; Secure; HttpOnly; SameSite=Lax";
                    http.getResponseHeaders().set("Set-Cookie", fresh);
                }
            }
            http.sendResponseHeaders(200, answer.length);
            http.getResponseBody().write(answer);
            http.close();
        });
        server.start();
        return server;
    }

    private static String answer(String route, String body, SessionStore store, Session session) {
        String user = session.user();
        switch (route) {
            case "PUT /cart" -> session.put(CART, new Cart(List.of(body.split(" ", -1))));
            case "POST /login" -> session.login(body); // The password was right. The cart stays.
            case "GET /sessions" -> {
                return user == null ? "" : devices(store.sessionsOf(user));
            }
            case "DELETE /sessions" -> {
                return user == null ? "" : store.endAll(user) + " ended";
            }
            default -> {}
        }
        Cart cart = session.get(CART);
        return (session.user() == null ? "nobody" : session.user()) + " has "
                + (cart == null ? "nothing" : cart.products());
    }

    private static String devices(List<SessionInfo> sessions) {
        return sessions.stream().map(info -> info.device().userAgent()).toList().toString();
    }

    /** Sends a request, prints what came of it, and returns the cookie that the browser has then. */
    private static String send(HttpServer server, String browser, String cookie, String route, String body)
            throws Exception {
        String[] words = route.split(" ", 2);
        URI uri = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + words[1]);
        HttpRequest request = HttpRequest.newBuilder(uri)
                .method(words[0], BodyPublishers.ofString(body))
                .headers("User-Agent", browser, "Cookie", cookie)
                .build();
        HttpResponse<String> answer = CLIENT.send(request, BodyHandlers.ofString());
        System.out.println(browser + ", " + route + ": " + answer.body());
        return answer.headers()
                .firstValue("Set-Cookie")
                .map(set -> set.split(";", 2)[0])
                .orElse(cookie);
    }
}
