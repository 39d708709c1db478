package dev.scalekit.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scalekit.testkit.FaultDataSource;
import dev.scalekit.testkit.FaultPlan;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a request costs, counted at the driver. */
interface StatementsContract extends JdbcFixture {

    /** Counts what is sent while something is done with a session that has a user and an attribute. */
    private List<String> sent(Work work) {
        FaultPlan plan = FaultPlan.allCalls();
        try (FaultDataSource counted = new FaultDataSource(dataSource(), plan);
                JdbcSessionStore store =
                        JdbcSessionStore.builder(counted).cleanupByCaller().build()) {
            Session session = SessionFixture.login(store, "user-42");
            session.put(COLOUR, "red");
            store.save(session);
            int before = plan.count();
            work.with(store, session);
            List<String> calls = plan.calls();
            return calls.subList(calls.size() - (plan.count() - before), calls.size()).stream()
                    .map(call -> call.replaceAll("^\\d+ \\w+\\.(\\w+).*", "$1"))
                    .filter(call -> call.startsWith("execute")
                            || List.of("commit", "rollback", "setAutoCommit").contains(call))
                    .map(call -> call.startsWith("execute") ? "statement" : call)
                    .toList();
        }
    }

    /** What a request does. */
    @FunctionalInterface
    interface Work {
        void with(JdbcSessionStore store, Session session);
    }

    private List<String> write() {
        return writeStatements() == 1
                ? List.of("statement")
                : List.of("setAutoCommit", "statement", "statement", "commit", "setAutoCommit");
    }

    @Test
    default void a_request_that_only_reads_costs_one_statement_and_no_commit() {
        assertThat(sent((store, session) -> {
                    Session found = SessionFixture.find(store, session);
                    assertThat(found.get(COLOUR)).isEqualTo("red");
                    store.save(found);
                }))
                .containsExactly("statement");
    }

    @Test
    default void thirty_requests_inside_the_touch_interval_write_nothing_and_the_next_one_once() {
        assertThat(sent((store, session) -> {
                    for (int i = 0; i < 30; i++) {
                        store.save(SessionFixture.find(store, session));
                    }
                    assertThat(store.stats().touched()).isZero();
                }))
                .hasSize(30)
                .containsOnly("statement");
        assertThat(sent((store, session) -> {
                    advance(Duration.ofMinutes(2));
                    store.save(SessionFixture.find(store, session));
                    store.save(SessionFixture.find(store, session));
                }))
                .containsExactly("statement", "statement", "statement");
    }

    @Test
    default void a_write_costs_one_round_trip_where_the_database_can_and_at_most_two_and_a_commit() {
        assertThat(sent((store, session) -> {
                    session.put(COLOUR, "blue");
                    session.put(SIZE, "xl");
                    session.increment("visits", 1);
                    store.save(session);
                }))
                .isEqualTo(write());
        assertThat(sent((store, session) -> {
                    Session created = store.create();
                    created.put(COLOUR, "blue");
                    store.save(created);
                }))
                .isEqualTo(write());
        assertThat(sent((store, session) -> {
                    session.put(COLOUR, "blue");
                    session.login("user-42");
                }))
                .isEqualTo(write());
    }

    @Test
    default void listing_and_ending_cost_one_statement_however_many_there_are() {
        assertThat(sent((store, session) -> {
                    for (int i = 0; i < 20; i++) {
                        SessionFixture.login(store(), "user-42");
                    }
                    assertThat(store.endAll("user-42")).isEqualTo(21);
                }))
                .containsExactly("statement");
        assertThat(sent((store, session) -> store.sessionsOf("user-42"))).containsExactly("statement");
        assertThat(sent((store, session) -> session.end())).containsExactly("statement");
        assertThat(sent((store, session) -> store.end(session.ref()))).containsExactly("statement");
        assertThat(sent((store, session) -> store.endAll("user-42", session))).containsExactly("statement");
    }

    @Test
    default void what_needs_no_database_asks_none() {
        assertThat(sent((store, session) -> {
                    store.create().put(COLOUR, "red");
                    store.find("malformed");
                    session.put(COLOUR, "green");
                    session.get(COLOUR);
                    session.names();
                    store.stats();
                }))
                .isEmpty();
    }
}
