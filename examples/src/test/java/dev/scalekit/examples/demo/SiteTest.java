package dev.scalekit.examples.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class SiteTest {
    private final List<String> closed = new ArrayList<>();
    private final Site site =
            new Site(Path.of("unused"), Options.parse(List.of(), Steps.ALL, 0), new Timeline(() -> 0));

    @Test
    void what_was_started_last_is_closed_first_and_once() throws Exception {
        site.owns(() -> closed.add("database"));
        site.owns(() -> closed.add("web server"));

        site.close();
        site.close();

        assertThat(closed).containsExactly("web server", "database");
    }

    @Test
    void what_cannot_be_closed_does_not_keep_the_rest_open() throws Exception {
        site.owns(() -> closed.add("database"));
        site.owns(() -> {
            throw new IllegalArgumentException("stuck");
        });

        assertThatIllegalStateException()
                .isThrownBy(site::close)
                .satisfies(e -> assertThat(e.getSuppressed()).hasSize(1));

        assertThat(closed).containsExactly("database");
    }

    @Test
    void what_is_started_after_the_end_is_closed_at_once() {
        site.close();

        assertThatIllegalStateException()
                .isThrownBy(() -> site.owns(() -> closed.add("too late")))
                .withMessage("The demo ends");

        assertThat(closed).containsExactly("too late");
    }

    @Test
    void what_a_step_adds_takes_the_place_of_what_has_its_id() {
        Promise first = new OrdersHalfDone(new HikariDataSource());
        Promise second = new OrdersHalfDone(new HikariDataSource());

        site.add(first);
        site.add(second);

        assertThat(site.promises()).containsExactly(second);
    }

    @Test
    void what_is_to_be_done_before_the_opening_is_done_at_once_after_it() throws Exception {
        List<String> done = new ArrayList<>();
        site.beforeOpening(() -> done.add("before"));
        List<String> whileClosed = List.copyOf(done);

        site.prepare();
        site.beforeOpening(() -> done.add("after"));

        assertThat(whileClosed).isEmpty();
        assertThat(done).containsExactly("before", "after");
    }

    @Test
    void a_step_that_misses_what_it_builds_on_says_so() {
        assertThatIllegalStateException()
                .isThrownBy(() -> site.component(DatabaseServer.class))
                .withMessage("No step has added a DatabaseServer");
    }
}
