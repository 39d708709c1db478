package dev.scalekit.testkit.architecture;

import static java.util.regex.Pattern.CASE_INSENSITIVE;
import static java.util.regex.Pattern.DOTALL;

import java.util.regex.Pattern;

/**
 * Tells SQL from other text.
 *
 * <p>At its start a statement is known by its structure, in any case. Anywhere else a keyword counts only in capitals,
 * as a clause that is appended has them and an English sentence has not. What is not a constant in the text stands as
 * {@code ?}. Not instantiable.
 */
final class SqlText {

    private static final Pattern STATEMENT = Pattern.compile("""
            ^[\\s(]*(?:select\\b.*\\bfrom\\b|select\\s+\\*|insert\\s+into\\b|replace\\s+into\\b|merge\\s+into\\b\
            |update\\s+\\S+(?:\\s+\\S+){0,2}\\s+set\\b|delete\\s+from\\b|truncate\\s+table\\b\
            |(?:create|alter|drop)\\s+(?:\\w+\\s+){0,3}?(?:table|index|schema|view|sequence|database|role|user|function\
            |trigger|type|publication|subscription)\\b\
            |with\\s+(?:recursive\\s+)?\\S+\\s*(?:\\([^)]*\\)\\s*)?as\\s*\\(|call\\s+\\S+\\s*\\()""", CASE_INSENSITIVE | DOTALL);

    private static final Pattern CLAUSE = Pattern.compile("""
            \\b(?:SELECT|INSERT|UPDATE|MERGE|TRUNCATE|CREATE|ALTER|DROP|CALL|SHOW|EXPLAIN|VACUUM|ANALYZE|REINDEX\
            |GRANT|REVOKE|LISTEN|NOTIFY|SAVEPOINT|WHERE|VALUES|HAVING|RETURNING|UNION|JOIN|LIMIT|OFFSET|FROM|INTO\
            |DELETE\\s+FROM|(?:ORDER|GROUP|PARTITION)\\s+BY|FOR\\s+(?:NO\\s+KEY\\s+|KEY\\s+)?(?:UPDATE|SHARE)\
            |ON\\s+(?:CONFLICT|DUPLICATE)|LOCK\\s+(?:TABLE|IN)|(?:PREPARE|START)\\s+TRANSACTION\
            |(?:COMMIT|ROLLBACK)\\s+PREPARED|COPY\\s+\\S+\\s*(?:\\([^)]*\\)\\s*)?TO)\\b\
            |\\bSET\\s+(?:(?:SESSION|LOCAL|GLOBAL|TRANSACTION|CONSTRAINTS|ROLE)\\b|\\S+\\s*=|\\S+\\s+TO\\b)\
            |\\b(?:AND|OR|ON)\\s+\\S+\\s*(?:[=<>]|IN\\b|IS\\b|LIKE\\b|BETWEEN\\b)""");

    private SqlText() {}

    static boolean looksLike(String text) {
        return STATEMENT.matcher(text).find() || CLAUSE.matcher(text).find();
    }
}
