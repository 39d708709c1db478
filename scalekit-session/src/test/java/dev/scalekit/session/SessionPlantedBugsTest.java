package dev.scalekit.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.scalekit.testkit.Tally;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.h2.jdbcx.JdbcConnectionPool;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Plants bugs under a store, each of which the harness must find. */
@Timeout(600)
final class SessionPlantedBugsTest {
    private static final String CLAIM = "session.planted-bugs";
    private static final long SEED = 31;
    private static final String ALIVE = " AND " + Dialect.ALIVE;

    /** Something that a statement might do wrong, which two requests that meet find. */
    @SuppressWarnings("ImmutableEnumChecker") // The lambdas keep nothing.
    enum SqlBug {
        SAVES_TO_A_SESSION_THAT_IS_OVER(Deed.PUT, sql -> isUpdate(sql) ? sql.replace(ALIVE, "") : sql),
        TOUCHES_A_SESSION_THAT_IS_OVER(Deed.TOUCH, sql -> isTouch(sql) ? sql.replace(ALIVE, "") : sql),
        ENDS_A_SESSION_THAT_IS_OVER(Deed.END, sql -> sql.contains("OLD TABLE") ? sql.replace(ALIVE, "") : sql),
        LISTS_A_SESSION_THAT_IS_OVER(Deed.LIST, sql -> sql.contains("ORDER BY") ? sql.replace(ALIVE, "") : sql),
        ROTATES_WITHOUT_LOOKING_AT_THE_TOKEN(Deed.RENEW, sql -> sql.replace("OR token_hash = ?2", "OR ?2 IS NOT NULL")),
        LOGS_IN_OVER_ANOTHER_USER(
                Deed.LOGIN_OF_ANOTHER,
                sql -> sql.replace("OR token_hash = ?2", "OR ?2 IS NOT NULL")
                        .replace("OR user_id IS NULL OR user_id = ?4", "OR ?4 IS NOT NULL")),
        MERGES_WITHOUT_LOOKING_AT_THE_REVISION(
                Deed.PUT_MERGED, sql -> sql.replace("OR revision = ?9", "OR ?9 IS NOT NULL")),
        DOES_NOT_NOTICE_A_CONFLICT(
                Deed.PUT_UNLESS_OTHERS_DO, sql -> sql.replace("OR revision = ?9", "OR ?9 IS NOT NULL")),
        COUNTS_FROM_NOTHING(Deed.COUNT, sql -> sql.replace("COALESCE(a.counter, 0) + c.counter", "c.counter")),
        COUNTS_ON_THOUGH_IT_BEGINS_ANEW(
                Deed.COUNT_ANEW, sql -> sql.replace("c.counter IS NULL OR c.content IS NOT NULL", "c.counter IS NULL")),
        LETS_LOGINS_OF_A_USER_MEET(Deed.NEW_LOGIN, sql -> sql.replace("WHERE stripe = ?", "WHERE stripe - 64 = ?")),
        ENDS_THE_ONE_THAT_STAYS(
                Deed.END_OTHERS, sql -> sql.replace("session_id IS DISTINCT FROM ?2", "?2 IS NOT NULL")),
        ENDS_WHAT_IS_SOMEBODY_ELSES(
                Deed.END_OF_THE_USER,
                sql -> sql.replace("WHERE user_id = ?1 AND session_id = ?2", "WHERE ?1 <> '' AND session_id = ?2")),
        CLEANS_UP_WHAT_IS_ALIVE(Deed.CLEAN_UP, sql -> sql.replace("AND " + Dialect.DEAD + " ORDER", "OR TRUE ORDER")),
        ENDS_ONLY_THE_FIRST(
                Deed.END_EVERYBODY, sql -> sql.replace("FETCH FIRST ?1 ROWS", "AND ?1 > 1000 FETCH FIRST 1 ROWS"));

        private final Deed deed;
        private final UnaryOperator<String> rewriting;

        SqlBug(Deed deed, UnaryOperator<String> rewriting) {
            this.deed = deed;
            this.rewriting = rewriting;
        }

        private static boolean isUpdate(String sql) {
            return sql.contains("revision = revision + 1");
        }

        private static boolean isTouch(String sql) {
            return sql.contains("FINAL TABLE (UPDATE") && !isUpdate(sql);
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_wrong_statement_is_found_where_requests_meet(SqlBug bug) throws Exception {
        try (Tally planted = Tally.of(CLAIM, 0)) {
            planted.count(() -> onH2(bug.rewriting, false, ground -> requireFound(ground, bug.deed)));
        }
    }

    /** The session is ended between the two, and its attributes are written all the same. */
    @Test
    void a_save_that_is_no_transaction_is_found() throws Exception {
        try (Tally planted = Tally.of(CLAIM, 0)) {
            planted.count(() -> onH2(
                    sql -> sql,
                    true,
                    ground -> assertThatThrownBy(() -> meet(
                                    ground,
                                    List.of(new Meeting.Case(
                                            Scene.Start.ANONYMOUS, Scene.Limit.NONE, Deed.PUT, Deed.END))))
                            .isInstanceOf(ExecutionException.class)
                            .hasCauseInstanceOf(StoreUnavailableException.class)));
        }
    }

    static void requireFound(JdbcGround ground, Deed deed) {
        // What two of the same do is the likeliest to show it.
        List<Meeting.Case> cases = Meeting.Case.all().stream()
                .filter(one -> one.a() == deed || one.b() == deed)
                .sorted(Comparator.comparing(one -> one.a() != one.b()))
                .toList();
        assertThatThrownBy(() -> meet(ground, cases))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("one after the other");
    }

    private static void meet(JdbcGround ground, List<Meeting.Case> cases) throws Exception {
        try (Meeting meeting = new Meeting(ground)) {
            for (Meeting.Case one : cases) {
                meeting.inEveryWay(one, Tally.of(CLAIM, 0));
            }
        }
    }

    private static void onH2(UnaryOperator<String> rewriting, boolean commitsAtOnce, Body body) throws Exception {
        String url = "jdbc:h2:mem:planted;QUERY_CACHE_SIZE=64;DB_CLOSE_DELAY=-1;LOCK_TIMEOUT=30000";
        JdbcConnectionPool pool = JdbcConnectionPool.create(url, "sa", "");
        RewritingDataSource wrong = new RewritingDataSource(pool, rewriting, commitsAtOnce);
        try {
            body.on(new JdbcGround(wrong, pool, JdbcGround.WAITING_ON_H2));
        } finally {
            pool.dispose();
        }
        assertThat(wrong.rewritten()).isPositive();
    }

    @FunctionalInterface
    private interface Body {
        void on(JdbcGround ground) throws Exception;
    }

    @ParameterizedTest
    @EnumSource
    void a_wrong_storage_is_found_by_a_crowd(StorageBug bug) {
        try (Tally planted = Tally.of(CLAIM, SEED)) {
            planted.count(() -> assertThatThrownBy(() -> crowd(bug))
                    .satisfies(thrown -> assertThat(thrown instanceof ExecutionException ? thrown.getCause() : thrown)
                            .isInstanceOf(AssertionError.class)
                            .hasMessageContaining(bug.accusation())));
        }
    }

    private static void crowd(StorageBug bug) throws Exception {
        Map<UUID, TokenHash> tokens = new ConcurrentHashMap<>();
        for (long seed = SEED; seed < SEED + 20; seed++) {
            Function<Storage, Storage> around = rows -> bug.before(rows, tokens);
            new Crowd(new MemoryGround(around::apply), Integer.MAX_VALUE, false).run(seed, 400);
        }
    }
}
