package dev.scalekit.routing.hikari;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.SQLExceptionOverride;
import java.sql.SQLException;
import java.util.Properties;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is made of a template and a URL, without a server. */
final class NodePoolsTest {
    private static final String SECRET = "s3cret";
    private static final String URL = "jdbc:postgresql://127.0.0.1:1/shop";

    private final HikariConfig template = new HikariConfig();

    private HikariNodes nodes(String url) {
        template.setMinimumIdle(0);
        return HikariNodes.builder().template(template).node("pg-a", url).build();
    }

    private HikariConfig made(String url) {
        try (HikariNodes nodes = nodes(url)) {
            return nodes.nodes().get(0).pool();
        }
    }

    @Test
    void what_nobody_has_set_is_set_for_a_router() {
        HikariConfig made = made(URL);

        assertThat(made.getInitializationFailTimeout()).isEqualTo(-1);
        assertThat(made.getConnectionTimeout()).isEqualTo(1_000);
        assertThat(made.getValidationTimeout()).isEqualTo(500);
        assertThat(made.getKeepaliveTime()).isEqualTo(30_000);
        assertThat(made.getPoolName()).isEqualTo("pg-a");
    }

    @Test
    void what_was_set_is_kept() {
        template.setConnectionTimeout(400);
        template.setKeepaliveTime(45_000);
        template.setInitializationFailTimeout(0);

        HikariConfig made = made(URL);

        assertThat(made.getConnectionTimeout()).isEqualTo(400);
        assertThat(made.getValidationTimeout()).isEqualTo(400);
        assertThat(made.getKeepaliveTime()).isEqualTo(45_000);
        assertThat(made.getInitializationFailTimeout()).isZero();
    }

    @Test
    void the_template_stays_as_it_was() {
        Properties before = new Properties();
        before.putAll(template.getDataSourceProperties());

        made(URL);

        assertThat(template.getDataSourceProperties()).isEqualTo(before);
        assertThat(template.getJdbcUrl()).isNull();
        assertThat(template.getExceptionOverride()).isNull();
    }

    static Stream<Arguments> badTemplates() {
        return Stream.of(
                bad(
                        it -> it.setJdbcUrl(URL),
                        "template must have no jdbcUrl and no dataSource: each node has its own URL"),
                bad(
                        it -> it.setDataSourceClassName("org.postgresql.ds.PGSimpleDataSource"),
                        "template must have no jdbcUrl and no dataSource: each node has its own URL"),
                bad(
                        it -> it.setReadOnly(true),
                        "readOnly of the template must be false, as connections are lent for both: true"),
                bad(
                        it -> it.addDataSourceProperty("targetServerType", "primary"),
                        "template must not have targetServerType: the router knows which node is which"));
    }

    private static Arguments bad(Consumer<HikariConfig> setting, String message) {
        return Arguments.of(setting, message);
    }

    @ParameterizedTest
    @MethodSource("badTemplates")
    void a_template_that_is_no_template_is_refused(Consumer<HikariConfig> setting, String message) {
        setting.accept(template);

        assertThatIllegalArgumentException().isThrownBy(() -> nodes(URL)).withMessage(message);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "//a,b/shop?password=s3cret",
                "//a:1,b:2?password=s3cret",
                "//a/shop?targetServerType=primary&password=s3cret",
                "//a/shop?password=s3cret&loadBalanceHosts=true"
            })
    void a_url_that_does_the_routers_work_is_refused_and_not_printed(String url) {
        assertThatThrownBy(() -> nodes("jdbc:postgresql:" + url))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("url of pg-a must ")
                .hasMessageNotContaining(SECRET);
    }

    @Test
    void nodes_without_a_name_or_with_that_of_another_are_refused() {
        HikariNodesBuilder none = HikariNodes.builder();
        HikariNodesBuilder twice = HikariNodes.builder().node("pg-a", URL).node("pg-a", URL);
        HikariNodesBuilder blank = HikariNodes.builder().node(" ", URL);

        assertThatIllegalArgumentException().isThrownBy(none::build).withMessage("nodes must be at least 1: 0");
        assertThatIllegalArgumentException().isThrownBy(twice::build).withMessage("node names must differ: pg-a");
        assertThatIllegalArgumentException().isThrownBy(blank::build).withMessage("node name must not be blank: \" \"");
    }

    @Test
    void nothing_that_is_printed_has_a_password() {
        template.setUsername("shop");
        template.setPassword(SECRET);
        template.addDataSourceProperty("sslpassword", SECRET);
        String url = URL + "?password=" + SECRET;

        try (HikariNodes nodes = nodes(url)) {
            HikariNode node = nodes.nodes().get(0);

            assertThat(nodes + " " + node + " " + node.pool() + " " + node.probes())
                    .doesNotContain(SECRET);
        }
        assertThat(HikariNodes.builder().node("pg-a", url)).hasToString("HikariNodesBuilder[pg-a]");
        assertThat(PostgresUrl.of(url)).hasToString(URL);
    }

    @Test
    void a_url_without_some_arguments_keeps_the_others_in_their_order() {
        PostgresUrl url = PostgresUrl.of(URL + "?a=1&socketTimeout=9&&b&c=2=3");

        assertThat(url.without(Set.of("socketTimeout", "b"))).isEqualTo(URL + "?a=1&c=2=3");
        assertThat(url.without(Set.of("a", "b", "c", "socketTimeout"))).isEqualTo(URL);
        assertThat(url.has("b")).isTrue();
        assertThat(url.has("timeout")).isFalse();
        assertThat(PostgresUrl.of("jdbc:postgresql:shop").hasSeveralHosts()).isFalse();
    }

    @Test
    void an_override_of_the_application_has_the_first_word() {
        SQLException refused = new SQLException("refused", "0A000");
        SQLExceptionOverride evicting = new SQLExceptionOverride() {
            @java.lang.Override
            public SQLExceptionOverride.Override adjudicate(SQLException failure) {
                return SQLExceptionOverride.Override.MUST_EVICT;
            }
        };

        assertThat(new StandbyErrors(null).adjudicate(refused)).isEqualTo(SQLExceptionOverride.Override.DO_NOT_EVICT);
        assertThat(new StandbyErrors(null).adjudicate(new SQLException("gone", "08006")))
                .isEqualTo(SQLExceptionOverride.Override.CONTINUE_EVICT);
        assertThat(new StandbyErrors(evicting).adjudicate(refused)).isEqualTo(SQLExceptionOverride.Override.MUST_EVICT);
    }
}
