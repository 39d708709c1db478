package dev.scalekit.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

/** Runs the examples of sessions as they are, and reads what they print. */
@ResourceLock(Resources.SYSTEM_OUT)
final class SessionExamplesTest {

    @Test
    void two_servers_know_who_is_logged_in_where_and_end_it_everywhere() throws Exception {
        List<String> lines = Printed.by(SessionsWithoutServlets::main);

        assertThat(lines)
                .containsExactly(
                        "laptop, PUT /cart: nobody has [tea, cups]",
                        "laptop, POST /login: ada has [tea, cups]",
                        "thief of the token from before, GET /cart: nobody has nothing",
                        "phone, POST /login: ada has nothing",
                        "phone, GET /sessions: [phone, laptop]",
                        "phone, DELETE /sessions: 2 ended",
                        "laptop, GET /cart: nobody has nothing",
                        "laptop, POST /login: ada has nothing",
                        "laptop, PUT /cart: ada has [coffee]",
                        "laptop, POST /login: bob has nothing");
    }

    @Test
    void a_user_stays_logged_in_when_a_server_goes() throws Exception {
        List<String> lines = Printed.by(SessionsInJetty::main);

        assertThat(lines)
                .containsExactly(
                        "from the other server: null with Cart[items=[book]]",
                        "by the old token: nobody",
                        "without one: ada with Cart[items=[book, pen]]",
                        "sessions of ada: 1",
                        "after the logout: nobody");
    }

    @Test
    void nobody_is_logged_out_when_the_database_fails_over() throws Exception {
        List<String> lines = Printed.by(SessionsOverRouting::main);

        assertThat(lines)
                .containsExactly(
                        "saved: ada with Cart[items=[tea, cups]]",
                        "after the failover: ada with Cart[items=[tea, cups]]",
                        "and saved again: ada with Cart[items=[tea, cups, honey]]");
    }
}
