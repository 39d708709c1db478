package dev.scalekit.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** On a real database, over two servers: what one has stored, another one finds. */
final class WebSessionsTest {
    private static SessionDatabase database;

    @BeforeAll
    static void start() {
        database = new SessionDatabase(Duration.ZERO);
    }

    @AfterAll
    static void stop() {
        database.close();
    }

    @BeforeEach
    void empty() {
        database.server().execute("drop schema public cascade", "create schema public");
    }

    @ParameterizedTest
    @EnumSource
    void a_session_lives_in_the_database(SessionKind kind) throws Exception {
        kind.createSchema(database.filling());
        try (WebSessions one = kind.open(database.source());
                WebSessions other = kind.open(database.source())) {
            String id = one.create();

            assertThat(other.read(id)).isZero();
            other.write(id, 7);
            assertThat(one.read(id)).isEqualTo(7);
            if (kind != SessionKind.RAW) {
                assertThat(one.text(id, Shop.FORM)).isEqualTo(Shop.FORM_TOKEN);
                assertThat(Shop.added(7)).allMatch(name -> Shop.NOTE.equals(text(one, id, name)));
            }
            String changed = one.logIn(id, "user-42");
            assertThat(changed).isNotEqualTo(id);
            assertThat(other.read(changed)).isEqualTo(7);
            other.logOut(changed);
            assertThatThrownBy(() -> one.read(changed)).hasMessage("there is no session");
        }
    }

    /** What each of them sends, as its sources say: two transactions in Spring Session, no writing for a save period. */
    @ParameterizedTest
    @CsvSource({"RAW, 1, 1", "SCALEKIT, 1, 2", "SPRING, 4, 6", "JETTY, 2, 2", "JETTY_SAVE_PERIOD, 1, 2", "TOMCAT, 3, 3"
    })
    void a_request_takes_its_round_trips(SessionKind kind, int reading, int writing) throws Exception {
        kind.createSchema(database.filling());
        try (WebSessions sessions = kind.open(database.source())) {
            String id = sessions.create();

            assertThat(roundTrips(() -> sessions.read(id))).isEqualTo(reading);
            assertThat(roundTrips(() -> sessions.write(id, 1))).isEqualTo(writing);
        }
    }

    private static long roundTrips(Operation request) throws Exception {
        long before = roundTrips();
        request.run();
        return roundTrips() - before;
    }

    private static long roundTrips() {
        return database.counts().getOrDefault(Wire.ROUND_TRIPS, 0L);
    }

    @ParameterizedTest
    @EnumSource(names = {"RAW", "SCALEKIT", "SPRING"})
    void the_sessions_of_a_user_end_together(SessionKind kind) throws Exception {
        kind.createSchema(database.filling());
        try (WebSessions sessions = kind.open(database.source())) {
            String of = sessions.logIn(sessions.create(), "user-1");
            String too = sessions.logIn(sessions.create(), "user-1");
            String other = sessions.logIn(sessions.create(), "user-2");

            int ended = sessions.endAll("user-1");

            assertThat(ended).isEqualTo(2);
            assertThatThrownBy(() -> sessions.read(of)).hasMessage("there is no session");
            assertThatThrownBy(() -> sessions.read(too)).hasMessage("there is no session");
            assertThat(sessions.read(other)).isZero();
        }
    }

    private static @Nullable String text(WebSessions sessions, String id, String name) {
        try {
            return sessions.text(id, name);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
