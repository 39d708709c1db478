package dev.scalekit.testkit.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Question marks stand for what is not constant. */
final class SqlTextTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT * FROM ?",
                "select id from ?",
                "Select\n  *\nFrom ?",
                "  (select id from a) union (select id from ?)",
                "select *",
                "SELECT ",
                "SELECT pg_advisory_xact_lock(?)",
                "INSERT INTO ? (id) VALUES (1)",
                "insert into ?",
                "UPDATE ? SET a = 1",
                "update only ? t set a = 1",
                "UPDATE ",
                "DELETE FROM ?",
                "delete from ?",
                "MERGE INTO ? USING",
                "replace into ?",
                "CREATE TABLE ?",
                "create unique index if not exists ?",
                "alter table ?",
                "drop schema ?",
                "DROP DATABASE ?",
                "truncate table ?",
                "TRUNCATE ?",
                "with recursive t(a) as (select 1)",
                "WITH ? AS (SELECT 1)",
                "call ?(1)",
                "CALL ?",
                " WHERE ? = 1",
                " ORDER BY ?",
                " GROUP BY ?",
                " HAVING ?",
                " LIMIT ?",
                " RETURNING ?",
                " FOR UPDATE OF ?",
                " FOR NO KEY UPDATE",
                " ON CONFLICT (?)",
                " LEFT JOIN ?",
                " UNION ALL ?",
                " AND ? = 7",
                " OR ? IN (1)",
                "SET lock_timeout = ?",
                "SET LOCAL ?",
                "SET ? TO 1",
                "SHOW ?",
                "LISTEN ?",
                "NOTIFY ?",
                "LOCK TABLE ?",
                "SAVEPOINT ?",
                "ROLLBACK PREPARED '?'",
                "COPY ? (id) FROM STDIN",
                "COPY ? TO STDOUT",
                "VACUUM ?",
                "EXPLAIN ?",
                "GRANT ALL ON ?",
            })
    void a_statement_or_a_clause_of_one_is_sql(String text) {
        assertThat(SqlText.looksLike(text)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "?",
                "No replica within ? of the primary: select another",
                "Cannot delete from ? while it is open",
                "Update of session ? failed",
                "Select a node",
                "Set ? to a positive value, where 0 is no limit",
                "Insert ? first",
                "Create a queue in ?",
                "Drop-down ?",
                "Call back after ?",
                "with ? retries",
                "COMMIT on ? was sent, its outcome is unknown",
                "scalekit-queue-?-writer",
                "maximumSize must be from 1 to ?, was ?",
                "GET ? HTTP/1.1",
                "DELETE ?",
                "SETTINGS ?",
                "Selected ? of ?",
                "INTOLERANT ?",
                "an offset of ? and a limit of ?",
            })
    void an_ordinary_sentence_is_not(String text) {
        assertThat(SqlText.looksLike(text)).isFalse();
    }
}
