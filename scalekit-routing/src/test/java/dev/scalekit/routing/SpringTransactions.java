package dev.scalekit.routing;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.UncategorizedSQLException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.annotation.EnableTransactionManagement;
import org.springframework.transaction.annotation.Isolation;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Spring's declared transactions: read-only ones on a standby, all others on the primary, each on one connection. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class SpringTransactions {
    private static final String PORT = "SELECT inet_server_port()";

    private final FrameworkRig rig;
    private final JdbcTemplate jdbc;
    private final AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
    private Bounds in;

    SpringTransactions(FrameworkRig rig) {
        this.rig = rig;
        this.jdbc = new JdbcTemplate(rig.db);
    }

    /** Each does something within a transaction of its kind. */
    interface Bounds {
        <R> R write(Supplier<R> work);

        <R> R read(Supplier<R> work);

        <R> R serializableRead(Supplier<R> work);

        <R> R another(Supplier<R> work);

        <R> R nested(Supplier<R> work);
    }

    static class Declared implements Bounds {
        @Override
        @Transactional
        public <R> R write(Supplier<R> work) {
            return work.get();
        }

        @Override
        @Transactional(readOnly = true)
        public <R> R read(Supplier<R> work) {
            return work.get();
        }

        @Override
        @Transactional(readOnly = true, isolation = Isolation.SERIALIZABLE)
        public <R> R serializableRead(Supplier<R> work) {
            return work.get();
        }

        @Override
        @Transactional(propagation = Propagation.REQUIRES_NEW)
        public <R> R another(Supplier<R> work) {
            return work.get();
        }

        @Override
        @Transactional(propagation = Propagation.NESTED)
        public <R> R nested(Supplier<R> work) {
            return work.get();
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableTransactionManagement
    static class Application {
        private final DataSource db;

        Application(DataSource db) {
            this.db = db;
        }

        @Bean
        PlatformTransactionManager transactions() {
            return new DataSourceTransactionManager(db);
        }

        @Bean
        Bounds bounds() {
            return new Declared();
        }
    }

    @BeforeAll
    void start() {
        jdbc.execute("CREATE TABLE note (id INT PRIMARY KEY)");
        context.registerBean(Application.class, rig.db);
        context.refresh();
        in = context.getBean(Bounds.class);
    }

    @AfterAll
    void stop() {
        context.close();
    }

    @BeforeEach
    void empty() {
        jdbc.update("DELETE FROM note");
    }

    private Integer port() {
        return requireNonNull(jdbc.queryForObject(PORT, Integer.class));
    }

    private int add(int id) {
        return jdbc.update("INSERT INTO note VALUES (?)", id);
    }

    private List<Integer> notes() {
        return jdbc.query("SELECT id FROM note ORDER BY id", (row, index) -> row.getInt(1));
    }

    @Test
    void a_transaction_is_on_the_primary() {
        assertThat(in.write(this::port)).isEqualTo(rig.primary());
    }

    @Test
    void a_read_only_transaction_is_on_a_standby() {
        assertThat(rig.standbys()).contains(in.read(this::port));
    }

    @Test
    void what_is_in_no_transaction_is_on_the_primary() {
        assertThat(port()).isEqualTo(rig.primary());
    }

    @Test
    void a_serializable_one_is_on_the_primary_though_it_is_read_only() {
        assertThat(in.serializableRead(this::port)).isEqualTo(rig.primary());
    }

    @Test
    void a_read_only_transaction_takes_one_connection_and_none_when_it_ends() {
        int before = rig.borrowed();

        in.read(() -> List.of(port(), port(), port()));

        assertThat(rig.borrowed() - before).isOne();
    }

    @Test
    void a_transaction_takes_one_connection() {
        int before = rig.borrowed();

        in.write(() -> add(1) + add(2));

        assertThat(rig.borrowed() - before).isOne();
    }

    @Test
    void a_transaction_without_a_statement_takes_none() {
        int before = rig.borrowed();

        in.read(() -> "from a cache");
        in.write(() -> "from a cache");

        assertThat(rig.borrowed() - before).isZero();
    }

    @Test
    void what_was_written_is_read_in_the_next_read_only_transaction() {
        for (int i = 0; i < 50; i++) {
            int id = i;
            in.write(() -> add(id));

            assertThat(in.read(this::notes)).hasSize(i + 1);
        }
    }

    @Test
    void a_write_in_a_read_only_transaction_is_refused() {
        assertThatExceptionOfType(UncategorizedSQLException.class)
                .isThrownBy(() -> in.read(() -> add(1)))
                .withMessageContaining("SQL state [25006]");
    }

    @Test
    void what_throws_is_rolled_back() {
        assertThatExceptionOfType(DuplicateKeyException.class).isThrownBy(() -> in.write(() -> add(1) + add(1)));

        assertThat(notes()).isEmpty();
    }

    @Test
    void a_new_transaction_within_one_is_committed_though_the_outer_one_is_not() {
        int before = rig.borrowed();

        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> in.write(() -> {
                    add(1);
                    in.another(() -> add(2));
                    throw new IllegalStateException("no");
                }));

        assertThat(rig.borrowed() - before).isEqualTo(2);
        assertThat(notes()).containsExactly(2);
    }

    @Test
    void a_new_transaction_within_a_read_only_one_is_on_the_primary() {
        List<Integer> ports = in.read(() -> List.of(port(), in.another(this::port), port()));

        assertThat(rig.standbys()).contains(ports.get(0));
        assertThat(ports.get(1)).isEqualTo(rig.primary());
        assertThat(ports.get(2)).isEqualTo(ports.get(0));
    }

    @Test
    void a_nested_transaction_is_rolled_back_alone() {
        in.write(() -> {
            add(1);
            assertThatExceptionOfType(DuplicateKeyException.class).isThrownBy(() -> in.nested(() -> add(2) + add(1)));
            return add(3);
        });

        assertThat(notes()).containsExactly(1, 3);
    }
}
