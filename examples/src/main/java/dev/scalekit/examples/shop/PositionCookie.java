package dev.scalekit.examples.shop;

import dev.scalekit.routing.ReadToken;
import dev.scalekit.routing.RoutingDataSource;
import java.io.IOException;
import java.sql.SQLException;
import java.util.Optional;

/** The browser carries a token from one request to the next, which says how far the database must have got. Thread-safe. */
final class PositionCookie implements Freshness {
    private static final String NAME = "position";

    private final RoutingDataSource database;

    PositionCookie(RoutingDataSource database) {
        this.database = database;
    }

    @Override
    public void within(Exchange exchange, Answering answering) throws IOException {
        ReadToken token = exchange.cookie(NAME).flatMap(this::parse).orElse(ReadToken.NONE);
        database.atLeast(token, answering::answer);
    }

    @Override
    public void note(Exchange exchange) throws SQLException {
        ReadToken token = database.token();
        if (!token.equals(ReadToken.NONE)) {
            exchange.setCookie(NAME, token.toString());
        }
    }

    /** A browser sends what it likes: what is no token is as none. */
    private Optional<ReadToken> parse(String text) {
        try {
            ReadToken token = ReadToken.parse(text);
            database.atLeast(token, () -> {});
            return Optional.of(token);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
