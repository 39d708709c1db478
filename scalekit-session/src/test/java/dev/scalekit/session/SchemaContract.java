package dev.scalekit.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The tables of a store, and databases that do not have them. */
interface SchemaContract extends JdbcFixture {

    private JdbcSessionStore store(String schema, String table) {
        return (JdbcSessionStore) store(
                options -> ((JdbcSessionStoreBuilder) options).schema(schema).table(table));
    }

    private void emptySchema(String name) throws Exception {
        sql().execute("DROP SCHEMA IF EXISTS \"" + name + "\" CASCADE", "CREATE SCHEMA \"" + name + "\"");
    }

    @Test
    default void schema_and_tables_may_have_other_names() throws Exception {
        emptySchema("Shop_1");
        String longest = "Sessions_" + "x".repeat(39);
        JdbcSessionStore store = store("Shop_1", longest);

        assertThat(store.createSchemaIfMissing()).isTrue();
        assertThat(store.createSchemaIfMissing()).isFalse();

        Session session = SessionFixture.stored(store, COLOUR, "red");
        session.login("user-42");
        assertThat(SessionFixture.find(store, session).get(COLOUR)).isEqualTo("red");
        assertThat(store.endAll()).isOne();
        assertThat(store().sessionsOf("user-42")).as("in the other tables").isEmpty();
        assertThat(
                        sql().lines(
                                        "SELECT table_name FROM information_schema.tables WHERE table_schema = 'Shop_1' ORDER BY 1"))
                .containsExactlyInAnyOrder(longest, longest + "_attribute", longest + "_lock", longest + "_schema");
        assertThat(sql().lines(SchemaQueries.of(database()).indexes("Shop_1")))
                .contains(longest + "_token_idx", longest + "_user_idx", longest + "_expiry_idx");
    }

    @Test
    default void the_script_makes_what_the_store_makes() throws Exception {
        emptySchema("by_script");
        emptySchema("by_store");
        SchemaQueries queries = SchemaQueries.of(database());
        byte[] script;
        try (InputStream in = SchemaContract.class.getResourceAsStream(database() + "/V1__scalekit_session.sql")) {
            script = in.readAllBytes();
        }

        sql().execute(queries.use("by_script"), new String(script, StandardCharsets.UTF_8), queries.useDefault());
        store("by_store", Tables.DEFAULT).createSchemaIfMissing();

        assertThat(sql().lines(queries.columns("by_script")))
                .isEqualTo(sql().lines(queries.columns("by_store")))
                .hasSizeGreaterThan(15);
        assertThat(sql().lines(queries.constraints("by_script")))
                .isEqualTo(sql().lines(queries.constraints("by_store")));
        assertThat(sql().lines(queries.indexes("by_script"))).containsAll(sql().lines(queries.indexes("by_store")));
        JdbcSessionStore store = store("by_script", Tables.DEFAULT);
        store.checkSchema();
        assertThat(store.createSchemaIfMissing()).isFalse();
        assertThat(SessionFixture.stored(store).isNew()).isTrue();
    }

    @Test
    default void missing_tables_are_named_and_made_later_without_a_restart() throws Exception {
        emptySchema("missing");
        JdbcSessionStore store = store("missing", Tables.DEFAULT);
        Session session = store.create();

        for (ThrowingCallable call : calls(store, session)) {
            assertThatExceptionOfType(SchemaException.class)
                    .isThrownBy(call)
                    .withMessageContaining("the tables are missing. Run the script"
                            + " dev/scalekit/session/<database>/V1__scalekit_session.sql of the jar, or call"
                            + " createSchemaIfMissing()");
        }

        assertThat(store.stats().failures()).isEqualTo(8);
        store.createSchemaIfMissing();
        assertThat(store.save(session)).isEqualTo(SaveOutcome.SAVED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "_attribute", "_lock", "_schema"})
    default void a_table_of_a_name_that_is_another_one_is_refused_and_left_alone(String which) throws Exception {
        emptySchema("others");
        String other = Tables.DEFAULT + which;
        sql().execute("CREATE TABLE \"others\".\"" + other + "\" (words VARCHAR(10))");
        JdbcSessionStore store = store("others", Tables.DEFAULT);

        assertThatExceptionOfType(SchemaException.class)
                .isThrownBy(store::createSchemaIfMissing)
                .withMessageContaining("that is not one of this release");

        assertThat(sql().lines("SELECT table_name FROM information_schema.tables WHERE table_schema = 'others'"))
                .containsExactly(other);
    }

    @Test
    default void a_hash_that_no_token_has_is_not_stored() throws Exception {
        SessionFixture.stored(store());

        assertThatThrownBy(() -> sql().execute("UPDATE \"scalekit_session\" SET token_hash = X'00'"
                        .replace("X'00'", database().equals("h2") ? "X'00'" : "'\\x00'")))
                .hasMessageContaining("token_hash");
    }

    @Test
    default void tables_that_have_lost_their_version_are_not_used() throws Exception {
        emptySchema("unversioned");
        store("unversioned", Tables.DEFAULT).createSchemaIfMissing();
        sql().execute("DELETE FROM \"unversioned\".\"scalekit_session_schema\"");
        JdbcSessionStore store = store("unversioned", Tables.DEFAULT);

        assertThatExceptionOfType(SchemaException.class)
                .isThrownBy(store::checkSchema)
                .withMessageContaining("has version 0");
        assertThatExceptionOfType(SchemaException.class)
                .isThrownBy(() -> store.find("A".repeat(43)))
                .withMessageContaining("has version 0");
    }

    private static List<ThrowingCallable> calls(JdbcSessionStore store, Session session) {
        return List.of(
                store::checkSchema,
                () -> store.find("A".repeat(43)),
                () -> store.save(session),
                () -> session.login("user-42"),
                () -> store.sessionsOf("user-42"),
                () -> store.end(session.ref()),
                () -> store.endAll("user-42"),
                store::endAll,
                store::cleanUp);
    }

    @Test
    default void tables_of_another_version_are_left_alone() throws Exception {
        emptySchema("newer");
        store("newer", Tables.DEFAULT).createSchemaIfMissing();
        sql().execute("UPDATE \"newer\".\"scalekit_session_schema\" SET version = 2");
        JdbcSessionStore store = store("newer", Tables.DEFAULT);
        Session session = store.create();

        for (ThrowingCallable call : calls(store, session)) {
            assertThatExceptionOfType(SchemaException.class)
                    .isThrownBy(call)
                    .withMessage(
                            "Table \"newer\".\"scalekit_session_schema\" has version 2 of the tables of sessions, and"
                                    + " this release works with version 1 only: nothing was read or changed");
        }
        assertThatExceptionOfType(SchemaException.class).isThrownBy(store::createSchemaIfMissing);

        assertThat(sql().number("SELECT COUNT(*) FROM \"newer\".\"scalekit_session\""))
                .isZero();
        assertThat(sql().number("SELECT version FROM \"newer\".\"scalekit_session_schema\""))
                .isEqualTo(2);
    }

    @Test
    default void of_servers_that_make_the_tables_at_once_one_does() throws Exception {
        JdbcSessionStore here = store("at_once", Tables.DEFAULT);
        JdbcSessionStore there = store("at_once", Tables.DEFAULT);
        CyclicBarrier start = new CyclicBarrier(2);
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            for (int round = 0; round < 10; round++) {
                emptySchema("at_once");
                List<Future<Boolean>> made = List.of(here, there).stream()
                        .map(store -> threads.submit(() -> {
                            start.await(30, TimeUnit.SECONDS);
                            return store.createSchemaIfMissing();
                        }))
                        .toList();

                boolean first = made.get(0).get(30, TimeUnit.SECONDS);
                boolean second = made.get(1).get(30, TimeUnit.SECONDS);

                assertThat(first || second).isTrue();
                here.checkSchema();
                assertThat(sql().number("SELECT COUNT(*) FROM \"at_once\".\"scalekit_session_lock\""))
                        .isEqualTo(64);
                assertThat(sql().number("SELECT COUNT(*) FROM \"at_once\".\"scalekit_session_schema\""))
                        .isOne();
            }
        } finally {
            threads.shutdown();
        }
    }

    @Test
    default void a_database_that_is_read_only_is_read_and_not_written() throws Exception {
        JdbcSessionStore store =
                JdbcSessionStore.builder(readOnly()).cleanupByCaller().build();
        Session session = store.create();

        for (ThrowingCallable call : List.<ThrowingCallable>of(
                store::checkSchema,
                () -> store.save(session),
                () -> session.login("user-42"),
                () -> store.end(session.ref()),
                () -> store.endAll("user-42"))) {
            assertThatExceptionOfType(StoreUnavailableException.class)
                    .isThrownBy(call)
                    .withMessageContaining(": the database is read-only (SQLState ");
        }

        assertThat(store.find(session.token())).isEmpty();
        assertThat(store.sessionsOf("user-42")).isEmpty();
        assertThat(store.createSchemaIfMissing()).as("they are there").isFalse();
        store.close();
    }
}
