package dev.scalekit.testkit.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

final class ServerAccountTest {

    @Test
    void an_ordinary_user_runs_servers_as_himself() {
        ServerAccount account = ServerAccount.choose(false, "any", way -> false);

        assertThat(account.command(List.of("initdb", "-D"))).containsExactly("initdb", "-D");
    }

    @Test
    void root_prefers_a_user_namespace() {
        ServerAccount account = ServerAccount.choose(true, "any", way -> true);

        assertThat(account.command(List.of("initdb"))).containsExactly("unshare", "-U", "initdb");
    }

    @Test
    void root_becomes_nobody_where_namespaces_are_forbidden() {
        ServerAccount account =
                ServerAccount.choose(true, "any", way -> way.prefix().get(0).equals("setpriv"));

        assertThat(account.owner()).isEqualTo(65534);
        assertThat(account.command(List.of("initdb"))).startsWith("setpriv").endsWith("initdb");
    }

    @Test
    void root_without_either_is_told_what_to_allow() {
        assertThatThrownBy(() -> ServerAccount.choose(true, "any", way -> false))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("unshare -U")
                .hasMessageContaining("setpriv")
                .hasMessageContaining("ordinary user");
        assertThatThrownBy(() -> ServerAccount.choose(true, "somebody", way -> true))
                .hasMessage("scalekit.postgres.account must be any, namespace or nobody: somebody");
    }
}
