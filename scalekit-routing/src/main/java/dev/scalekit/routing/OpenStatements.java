package dev.scalekit.routing;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The statements of one physical connection that are not closed: a list that runs through them; and the results of it that no
 * statement of ours has made. Not thread-safe.
 */
final class OpenStatements {
    private static final Logger LOG = LoggerFactory.getLogger(OpenStatements.class);

    private @Nullable RoutedStatement first;

    /** Those of the catalogue and of cursors, some of which may be closed; null while there was none, as is mostly the case. */
    private @Nullable List<RoutedResultSet> results;

    boolean isEmpty() {
        return first == null && !isRead();
    }

    private boolean isRead() {
        return results != null && results.stream().anyMatch(RoutedResultSet::isOpen);
    }

    void add(RoutedResultSet result) {
        if (results == null) {
            results = new ArrayList<>();
        }
        results.removeIf(other -> !other.isOpen());
        results.add(result);
    }

    void add(RoutedStatement statement) {
        statement.next = first;
        if (first != null) {
            first.previous = statement;
        }
        first = statement;
    }

    /** Takes one out that is in it. */
    void remove(RoutedStatement statement) {
        RoutedStatement next = statement.next;
        RoutedStatement previous = statement.previous;
        if (next != null) {
            next.previous = previous;
        }
        if (previous == null) {
            first = next;
        } else {
            previous.next = next;
        }
        statement.next = null;
        statement.previous = null;
    }

    boolean areMovable() {
        if (isRead()) {
            return false;
        }
        for (RoutedStatement statement = first; statement != null; statement = statement.next) {
            if (!statement.isMovable()) {
                return false;
            }
        }
        return true;
    }

    /** Makes all of them again elsewhere; those for which that fails try once more when they are executed. */
    void follow(Connection physical) {
        RoutedStatement statement = first;
        while (statement != null) {
            RoutedStatement next = statement.next;
            try {
                statement.rebind(physical);
            } catch (SQLException e) {
                LOG.debug("A statement could not be made again beside another one", e);
            }
            statement = next;
        }
    }
}
