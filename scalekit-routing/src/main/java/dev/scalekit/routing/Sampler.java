package dev.scalekit.routing;

import java.sql.SQLException;
import java.util.List;

/** Makes tokens of what a session has to see. Thread-safe. */
final class Sampler {
    private final Router router;
    private final ReplicationDialect dialect;

    Sampler(Router router, ReplicationDialect dialect) {
        this.router = router;
        this.dialect = dialect;
    }

    ReadToken token(ReadSession session) throws SQLException {
        Need need = router.need(session);
        if (need.isNothing()) {
            return ReadToken.NONE;
        }
        List<Position> positions = need.positions();
        if (need.mark() == null && positions.size() == 1) {
            return ReadToken.of(positions.get(0));
        }
        return asked(session);
    }

    private record Asking(ReadSession session) implements Borrower {
        @Override
        public boolean isClosed() {
            return false;
        }
    }

    /** What the primary says now covers all that was done. */
    private ReadToken asked(ReadSession session) throws SQLException {
        Held held = router.primaries().take(new Asking(session));
        try {
            NodeState state = dialect.inspect(held.node.name(), held.physical);
            Position position = state.position();
            if (position == null || state.role() != NodeRole.PRIMARY) {
                router.suspect(held.node);
                throw new NoNodeException(
                        held.node + " is no primary any more, or does not tell how far it has got", null);
            }
            held.answered();
            session.needs(position);
            return ReadToken.of(position);
        } catch (SQLException e) {
            if (Failures.of(e, held.physical) != Failures.CONNECTION) {
                throw e;
            }
            held.failed();
            router.suspect(held.node);
            throw new NoNodeException(
                    "The connection to " + held.node + " was lost while it was asked how far it has got", e);
        } catch (RuntimeException | Error e) {
            held.broke();
            throw e;
        } finally {
            held.release();
        }
    }
}
