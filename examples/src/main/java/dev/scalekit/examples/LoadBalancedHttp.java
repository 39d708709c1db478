package dev.scalekit.examples;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpServer;
import dev.scalekit.routing.balance.BalancerListener;
import dev.scalekit.routing.balance.Balancers;
import dev.scalekit.routing.balance.EndpointChange;
import dev.scalekit.routing.balance.EndpointState;
import dev.scalekit.routing.balance.HttpProbe;
import dev.scalekit.routing.balance.LoadBalancer;
import dev.scalekit.routing.balance.PickOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;

/** Calls three web servers with the JDK's HTTP client, and does not notice that one of them dies. */
public final class LoadBalancedHttp {
    private LoadBalancedHttp() {}

    public static void main(String[] arguments) throws Exception {
        HttpServer one = server("one");
        HttpServer two = server("two");
        HttpServer three = server("three");
        HttpClient client = HttpClient.newHttpClient();
        CountDownLatch up = new CountDownLatch(3);
        CountDownLatch down = new CountDownLatch(1);

        try (LoadBalancer<URI> web = LoadBalancer.<URI>builder()
                .endpoint("one", uri(one))
                .endpoint("two", uri(two))
                .endpoint("three", uri(three), it -> it.weight(2))
                .balancer(Balancers.roundRobin())
                .probe(HttpProbe.get("/health"))
                .listener(new BalancerListener() {
                    @Override
                    public void changed(EndpointChange change) {
                        if (change.to() == EndpointState.UP) {
                            up.countDown();
                        } else if (change.to() == EndpointState.DOWN) {
                            down.countDown();
                        }
                    }
                })
                .build()) {

            // Until then the first whose probe is answered gets all calls.
            up.await();
            System.out.println("answers: " + answers(web, client, 40));

            // Calls that may be made twice go to another server, and soon a probe finds out.
            two.stop(0);
            System.out.println("without two: " + answers(web, client, 40).keySet());
            down.await();
            System.out.println("two: " + web.topology().endpoint("two").state());

            // A server that is to be restarted is emptied before: nobody's call is cut off.
            System.out.println("left in one: "
                    + web.drain("one", Duration.ofSeconds(10)).get().left());
            System.out.println("without one: " + answers(web, client, 10));
        }
        one.stop(0);
        three.stop(0);
    }

    private static Map<String, Integer> answers(LoadBalancer<URI> web, HttpClient client, int calls) throws Exception {
        Map<String, Integer> answers = new TreeMap<>();
        for (int i = 0; i < calls; i++) {
            HttpResponse<String> response = web.call(
                    PickOptions.idempotent(),
                    uri -> client.send(
                            HttpRequest.newBuilder(uri.resolve("/name")).build(), BodyHandlers.ofString()));
            answers.merge(response.body(), 1, Integer::sum);
        }
        return answers;
    }

    private static HttpServer server(String name) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, name.length());
            exchange.getResponseBody().write(name.getBytes(UTF_8));
            exchange.close();
        });
        server.start();
        return server;
    }

    private static URI uri(HttpServer server) {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }
}
