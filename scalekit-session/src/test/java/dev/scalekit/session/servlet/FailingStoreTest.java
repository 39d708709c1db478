package dev.scalekit.session.servlet;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.scalekit.session.AttributeConflictException;
import dev.scalekit.session.JdbcSessionStore;
import dev.scalekit.session.Key;
import dev.scalekit.session.SaveOutcomeUnknownException;
import dev.scalekit.session.Session;
import dev.scalekit.session.SessionException;
import dev.scalekit.session.StoreUnavailableException;
import dev.scalekit.testkit.FaultDataSource;
import dev.scalekit.testkit.FaultPlan;
import dev.scalekit.testkit.JdbcFault;
import jakarta.servlet.http.HttpServletRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.function.Consumer;
import org.h2.jdbcx.JdbcConnectionPool;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A database that fails under the filter, at the statement that the test says, and what the client and the handler see. */
final class FailingStoreTest {
    private static final Key<String> CART = Key.of("cart", String.class);
    private static final Key<String> ADDRESS = Key.of("address", String.class).failOnConflict();
    /** getConnection, setAutoCommit, the session, its attributes, commit. */
    private static final int COMMIT = 5;

    private final FaultPlan plan = FaultPlan.roundTrips();
    private final Client browser = new Client();
    private JdbcConnectionPool pool;
    private FaultDataSource faults;
    private JdbcSessionStore store;
    private @Nullable JettyServer server;

    @BeforeEach
    void open() {
        pool = JdbcConnectionPool.create("jdbc:h2:mem:failing;DB_CLOSE_DELAY=-1", "sa", "");
        faults = new FaultDataSource(pool, plan);
        store = JdbcSessionStore.builder(faults).cleanupByCaller().build();
        store.createSchemaIfMissing();
        // The version of the tables is known from here on.
        store.sessionsOf("nobody");
    }

    @AfterEach
    void close() {
        if (server != null) {
            server.close();
        }
        store.close();
        faults.close();
        pool.dispose();
    }

    private void serve(Page page) {
        server = JettyServer.start(new SessionFilter(store), page);
    }

    private HttpResponse<String> response(String path) throws Exception {
        return browser.get(requireNonNull(server).uri(path));
    }

    private String stored(Key<String> key) {
        return String.valueOf(store.find(browser.token()).orElseThrow().get(key));
    }

    /** Changes the session in another request, between the look of this one and its save. */
    private void meanwhile(HttpServletRequest request, Consumer<Session> change) {
        Session other = store.find(SessionFilter.session(request).token()).orElseThrow();
        change.accept(other);
        store.save(other);
    }

    @Test
    void a_database_that_is_gone_fails_the_look_up_and_takes_no_user_for_nobody() throws Exception {
        serve((request, response) ->
                response.getWriter().print(request.getSession().getId()));
        response("/");
        String token = browser.token();
        plan.at(plan.count() + 1, JdbcFault.disconnectBefore());

        HttpResponse<String> failed = response("/");

        assertThat(failed.statusCode()).isEqualTo(500);
        assertThat(Client.setCookies(failed)).isEmpty();
        assertThat(response("/").statusCode()).isEqualTo(200);
        assertThat(browser.token()).isEqualTo(token);
    }

    @Test
    void a_save_that_fails_fails_the_request_and_leaves_the_session_as_it_was() throws Exception {
        serve((request, response) -> {
            SessionFilter.session(request).put(CART, request.getPathInfo());
            if (request.getPathInfo().equals("/fails")) {
                plan.at(plan.count() + 1, JdbcFault.disconnectBefore());
            }
            response.getWriter().print("done");
        });
        response("/first");

        HttpResponse<String> failed = response("/fails");

        assertThat(failed.statusCode()).isEqualTo(500);
        assertThat(failed.body()).doesNotContain("done");
        assertThat(stored(CART)).isEqualTo("/first");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_new_session_of_which_nobody_knows_is_given_to_nobody(boolean isDone) throws Exception {
        serve((request, response) -> {
            SessionFilter.session(request).put(CART, "book");
            plan.at(plan.count() + COMMIT, isDone ? JdbcFault.disconnectAfter() : JdbcFault.disconnectBefore());
        });

        HttpResponse<String> failed = response("/");

        assertThat(failed.statusCode()).isEqualTo(500);
        assertThat(Client.setCookies(failed)).isEmpty();
    }

    @Test
    void a_request_that_changed_nothing_does_not_fail_because_that_could_not_be_noted() throws Exception {
        JdbcSessionStore eager = JdbcSessionStore.builder(faults)
                .touchEvery(Duration.ZERO)
                .cleanupByCaller()
                .build();
        server = JettyServer.start(new SessionFilter(eager), (request, response) -> {
            if (!request.getSession().isNew()) {
                plan.at(plan.count() + 1, JdbcFault.disconnectBefore());
            }
            response.getWriter().print("done");
        });
        response("/");

        HttpResponse<String> second = response("/");

        assertThat(second.statusCode()).isEqualTo(200);
        assertThat(second.body()).isEqualTo("done");
        assertThat(eager.stats().failures()).isOne();
        eager.close();
    }

    @Test
    void a_conflict_is_found_at_the_end_and_fails_the_request() throws Exception {
        serve((request, response) -> {
            Session session = SessionFilter.session(request);
            if (!session.isNew()) {
                meanwhile(request, other -> other.put(ADDRESS, "theirs"));
            }
            session.put(ADDRESS, "mine");
        });
        response("/");

        assertThat(response("/").statusCode()).isEqualTo(500);
        assertThat(stored(ADDRESS)).isEqualTo("theirs");
    }

    @Test
    void a_handler_that_saves_itself_decides_anew_after_a_conflict() throws Exception {
        serve((request, response) -> {
            Session session = SessionFilter.session(request);
            session.login("ada");
            if (!session.isNew()) {
                meanwhile(request, other -> other.put(ADDRESS, "theirs"));
                session.put(CART, "left behind");
            }
            session.put(ADDRESS, "mine");
            try {
                SessionFilter.save(request);
            } catch (AttributeConflictException e) {
                Session now = SessionFilter.session(request);
                now.put(
                        ADDRESS,
                        now.get(ADDRESS) + " and mine, " + e.attribute() + " of "
                                + e.session().equals(now.ref()));
            }
        });
        response("/");

        HttpResponse<String> second = response("/");

        assertThat(second.statusCode()).isEqualTo(200);
        assertThat(stored(ADDRESS)).isEqualTo("theirs and mine, address of true");
        assertThat(stored(CART)).as("of the session before").isEqualTo("null");
        assertThat(store.find(browser.token()).orElseThrow().user()).isEqualTo("ada");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/unavailable", "/unknown"})
    void a_handler_that_catches_a_failed_save_answers_as_it_likes(String path) throws Exception {
        serve((request, response) -> {
            SessionFilter.session(request).put(CART, request.getPathInfo());
            if (request.getPathInfo().equals("/")) {
                return;
            }
            boolean isUnknown = request.getPathInfo().equals("/unknown");
            plan.at(plan.count() + (isUnknown ? COMMIT : 1), JdbcFault.disconnectBefore());
            try {
                SessionFilter.save(request);
            } catch (StoreUnavailableException | SaveOutcomeUnknownException e) {
                response.setStatus(503);
                response.getWriter().print(e.getClass().getSimpleName());
            }
        });
        response("/");

        HttpResponse<String> answer = response(path);

        Class<? extends SessionException> expected =
                path.equals("/unknown") ? SaveOutcomeUnknownException.class : StoreUnavailableException.class;
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.body()).isEqualTo(expected.getSimpleName());
        assertThat(stored(CART)).as("not tried again without being asked").isEqualTo("/");
    }

    @Test
    void a_handler_that_saves_again_after_a_failure_stores_what_is_pending() throws Exception {
        serve((request, response) -> {
            SessionFilter.session(request).put(CART, request.getPathInfo());
            plan.at(plan.count() + 1, JdbcFault.disconnectBefore());
            try {
                SessionFilter.save(request);
            } catch (StoreUnavailableException e) {
                SessionFilter.save(request);
            }
        });

        HttpResponse<String> answer = response("/again");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(stored(CART)).isEqualTo("/again");
    }

    @Test
    void a_handler_that_saves_itself_is_told_that_another_request_has_logged_out() throws Exception {
        serve((request, response) -> {
            Session session = SessionFilter.session(request);
            if (!session.isNew()) {
                meanwhile(request, Session::end);
            }
            session.put(CART, "book");
            response.getWriter().print(SessionFilter.save(request));
        });
        response("/");

        HttpResponse<String> answer = response("/");

        assertThat(answer.body()).isEqualTo("ENDED");
        assertThat(Client.setCookies(answer)).isEmpty();
    }

    @Test
    void a_login_after_a_save_that_failed_is_told_to_the_client() throws Exception {
        serve((request, response) -> {
            Session session = SessionFilter.session(request);
            plan.at(plan.count() + 1, JdbcFault.disconnectBefore());
            try {
                SessionFilter.save(request);
            } catch (StoreUnavailableException e) {
                session.login("ada");
            }
        });

        response("/");

        assertThat(store.find(browser.token()).orElseThrow().user()).isEqualTo("ada");
    }
}
