package dev.scalekit.examples.shop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.scalekit.examples.shop.DatabaseServers.Server;
import java.util.List;
import org.junit.jupiter.api.Test;

final class DatabaseServersTest {
    private static final String URL = "jdbc:postgresql://127.0.0.1:5432/shop?user=shop&socketTimeout=10";

    @Test
    void what_is_written_as_a_text_is_read_again() {
        DatabaseServers several = new DatabaseServers(
                "east", List.of(new Server("pg1", "east", URL, URL), new Server("pg2", "west", URL, URL + "&a=b@c")));

        assertThat(DatabaseServers.parse(several.toString())).isEqualTo(several);
        assertThat(DatabaseServers.parse(URL)).isEqualTo(DatabaseServers.only(URL));
        assertThat(DatabaseServers.only(URL)).hasToString(URL);
    }

    @Test
    void what_is_no_server_is_refused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DatabaseServers.parse("east pg1=" + URL))
                .withMessage("a database server must be <name>@<zone>=<JDBC URL>|<JDBC URL for probes>: pg1=" + URL);
    }
}
