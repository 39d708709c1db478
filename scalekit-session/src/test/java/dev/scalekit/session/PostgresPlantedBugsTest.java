package dev.scalekit.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import dev.scalekit.testkit.Tally;
import dev.scalekit.testkit.postgres.PgCluster;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Plants bugs in the statements of PostgreSQL, each of which the harness must find. */
@Timeout(600)
final class PostgresPlantedBugsTest {
    private static final String CLAIM = "session.planted-bugs";
    private static final String ALIVE = " AND " + Dialect.ALIVE;
    private static final String IS_LEFT = "a.content IS NULL AND a.counter IS NULL";
    private static final String NOT_WRITTEN = " AND NOT EXISTS (SELECT 1 FROM c WHERE c.name = a.name)";
    private static final String COUNTED = "COALESCE(a.counter, 0) + excluded.counter";
    private static final String WRITTEN = "FROM s CROSS JOIN c";
    private static final String VALUES_ONLY = " WHERE c.content IS NOT NULL OR c.counter IS NOT NULL";
    private static final String UPSERT = " ON CONFLICT .* END\\)";

    private static PgCluster cluster;
    private static HikariDataSource pool;

    /** Something that a statement might do wrong, which two requests that meet find. */
    @SuppressWarnings("ImmutableEnumChecker") // The lambdas keep nothing.
    enum SqlBug {
        SAVES_TO_A_SESSION_THAT_IS_OVER(
                Deed.PUT, sql -> sql.replace("LEAST(s.last_access_ms + s.idle_ms, s.ends_ms) > i.now_ms", "TRUE")),
        TOUCHES_A_SESSION_THAT_IS_OVER(Deed.TOUCH, sql -> sql.startsWith("UPDATE") ? sql.replace(ALIVE, "") : sql),
        ENDS_A_SESSION_THAT_IS_OVER(Deed.END, sql -> sql.startsWith("DELETE") ? sql.replace(ALIVE, "") : sql),
        LISTS_A_SESSION_THAT_IS_OVER(
                Deed.LIST, sql -> sql.contains("ORDER BY last_access_ms") ? sql.replace(ALIVE, "") : sql),
        ROTATES_WITHOUT_LOOKING_AT_THE_TOKEN(Deed.RENEW, sql -> sql.replace("s.token_hash = i.old_hash", "TRUE")),
        LOGS_IN_OVER_ANOTHER_USER(
                Deed.LOGIN_OF_ANOTHER,
                sql -> sql.replace("s.token_hash = i.old_hash", "TRUE")
                        .replace("s.user_id IS NULL OR s.user_id = i.user_id", "TRUE")),
        MERGES_WITHOUT_LOOKING_AT_THE_REVISION(Deed.PUT_MERGED, sql -> sql.replace("s.revision = i.revision", "TRUE")),
        DOES_NOT_NOTICE_A_CONFLICT(Deed.PUT_UNLESS_OTHERS_DO, sql -> sql.replace("s.revision = i.revision", "TRUE")),
        COUNTS_FROM_NOTHING(Deed.COUNT, sql -> sql.replace(COUNTED, "excluded.counter")),
        COUNTS_ON_THOUGH_IT_BEGINS_ANEW(
                Deed.COUNT_ANEW,
                sql -> sql.replace(
                        "excluded.counter IS NULL OR excluded.content IS NOT NULL", "excluded.counter IS NULL")),
        LEAVES_WHAT_IS_REMOVED(Deed.REMOVE, sql -> sql.replace(WRITTEN, WRITTEN + VALUES_ONLY)),
        KEEPS_WHAT_IS_THERE(Deed.PUT, sql -> sql.replaceFirst(UPSERT, " ON CONFLICT DO NOTHING)")),
        LETS_LOGINS_OF_A_USER_MEET(Deed.NEW_LOGIN, sql -> sql.replace("WHERE stripe = ?", "WHERE stripe - 64 = ?")),
        ENDS_THE_ONE_THAT_STAYS(
                Deed.END_OTHERS, sql -> sql.replace("session_id IS DISTINCT FROM ?::uuid", "?::uuid IS NOT NULL")),
        ENDS_WHAT_IS_SOMEBODY_ELSES(
                Deed.END_OF_THE_USER,
                sql -> sql.replace("WHERE user_id = ? AND session_id = ?", "WHERE ? <> '' AND session_id = ?")),
        CLEANS_UP_WHAT_IS_ALIVE(Deed.CLEAN_UP, sql -> sql.replace("AND " + Dialect.DEAD + " ORDER", "OR TRUE ORDER")),
        ENDS_ONLY_THE_FIRST(
                Deed.END_EVERYBODY, sql -> sql.replace("LIMIT ? FOR UPDATE)", "LIMIT LEAST(?, 1) FOR UPDATE)"));

        private final Deed deed;
        private final UnaryOperator<String> rewriting;

        SqlBug(Deed deed, UnaryOperator<String> rewriting) {
            this.deed = deed;
            this.rewriting = rewriting;
        }
    }

    /** Something that a statement might do wrong because it sees the tables as they were when it began. */
    @SuppressWarnings("ImmutableEnumChecker") // The lambdas keep nothing.
    enum WaitingBug {
        DELETES_WHAT_IT_SEES(
                WaitingCase.PUT_FIRST_THEN_REMOVE,
                sql -> sql.replace(WRITTEN + " ON", WRITTEN + VALUES_ONLY + " ON")
                        .replace(
                                IS_LEFT + NOT_WRITTEN,
                                "EXISTS (SELECT 1 FROM c WHERE c.name = a.name AND c.content IS NULL AND c.counter IS"
                                        + " NULL)")),
        DELETES_WHAT_IT_SAW_LEFT(
                WaitingCase.PUT_WHAT_WAS_REMOVED_THEN_ANOTHER,
                sql -> sql.replace(
                        IS_LEFT,
                        "(a.session_id, a.name) IN (SELECT o.session_id, o.name FROM \"scalekit_session_attribute\" o"
                                + " WHERE o.content IS NULL AND o.counter IS NULL)")),
        DELETES_WHAT_IT_DOES_NOT_WRITE(
                WaitingCase.PUT_WHAT_WAS_REMOVED_THEN_ANOTHER,
                sql -> sql.replace(IS_LEFT + NOT_WRITTEN, "TRUE" + NOT_WRITTEN)),
        INSERTS_WHAT_IT_DOES_NOT_SEE(WaitingCase.PUT_THEN_PUT, sql -> sql.replaceFirst(UPSERT, ")")),
        COUNTS_ON_FROM_WHAT_IT_SEES(
                WaitingCase.COUNT_THEN_COUNT,
                sql -> sql.replace(
                        COUNTED,
                        "(SELECT o.counter FROM \"scalekit_session_attribute\" o WHERE o.session_id ="
                                + " excluded.session_id AND o.name = excluded.name) + excluded.counter")),
        MERGES_INTO_WHAT_IT_SEES(WaitingCase.MERGE_THEN_MERGE, sql -> seen(sql, "revision", "revision")),
        NOTICES_NO_CONFLICT(WaitingCase.PUT_THEN_PUT_UNLESS_OTHERS_DO, sql -> seen(sql, "revision", "revision")),
        ROTATES_THE_TOKEN_THAT_IT_SEES(WaitingCase.LOGIN_THEN_LOGIN, sql -> seen(sql, "token_hash", "old_hash"));

        private final WaitingCase found;
        private final UnaryOperator<String> rewriting;

        WaitingBug(WaitingCase found, UnaryOperator<String> rewriting) {
            this.found = found;
            this.rewriting = rewriting;
        }

        /** All but one are statements as the database wants them, which do something else. */
        void requireRefusedIfItMustBe(Throwable thrown) {
            String message = String.valueOf(thrown.getMessage());
            assertThat(message.contains(StoreUnavailableException.class.getSimpleName()))
                    .as("%s", message)
                    .isEqualTo(this == INSERTS_WHAT_IT_DOES_NOT_SEE);
        }

        private static String seen(String sql, String column, String expected) {
            return sql.replace(
                    "s." + column + " = i." + expected,
                    "i." + expected + " = (SELECT o." + column
                            + " FROM \"scalekit_session\" o WHERE o.session_id = i.session_id)");
        }
    }

    @BeforeAll
    static void open() {
        cluster = PgCluster.builder().relaxedDurability().start();
        pool = new HikariDataSource();
        pool.setJdbcUrl(cluster.primary().jdbcUrl());
    }

    @AfterAll
    static void dispose() {
        pool.close();
        cluster.close();
    }

    @ParameterizedTest
    @EnumSource
    void a_wrong_statement_is_found_where_requests_meet(SqlBug bug) throws Exception {
        RewritingDataSource wrong = new RewritingDataSource(pool, bug.rewriting, false);
        JdbcGround ground = new JdbcGround(wrong, pool, JdbcGround.WAITING_ON_POSTGRES);

        try (Tally planted = Tally.of(CLAIM, 0)) {
            planted.count(() -> SessionPlantedBugsTest.requireFound(ground, bug.deed));
        }

        assertThat(wrong.rewritten()).isPositive();
    }

    /** Most of these do no harm where one request begins when the other is done. */
    @ParameterizedTest
    @EnumSource
    void a_wrong_statement_is_found_where_requests_wait(WaitingBug bug) throws Exception {
        RewritingDataSource wrong = new RewritingDataSource(pool, bug.rewriting, false);
        JdbcGround ground = new JdbcGround(wrong, pool, JdbcGround.WAITING_ON_POSTGRES);

        try (WaitingRequests requests = new WaitingRequests(ground, pool);
                Tally planted = Tally.of(CLAIM, 0)) {
            planted.count(() -> assertThatThrownBy(() -> requests.requireInOrder(bug.found))
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining(bug.found.name())
                    .satisfies(bug::requireRefusedIfItMustBe));
        }

        assertThat(wrong.rewritten()).isPositive();
    }
}
