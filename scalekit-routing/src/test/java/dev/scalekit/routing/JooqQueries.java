package dev.scalekit.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.table;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jooq.Cursor;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.SQLDialect;
import org.jooq.Table;
import org.jooq.exception.IntegrityConstraintViolationException;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** jOOQ, which never calls {@code setReadOnly}: reads by scope on a standby, and everything else on the primary. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class JooqQueries {
    private static final Table<Record> CITY = table(name("city"));
    private static final Field<Integer> ID =
            field(name("id"), SQLDataType.INTEGER.notNull().identity(true));
    private static final Field<String> NAME =
            field(name("name"), SQLDataType.VARCHAR(100).notNull());

    private final FrameworkRig rig;
    private final DSLContext jooq;

    JooqQueries(FrameworkRig rig) {
        this.rig = rig;
        this.jooq = DSL.using(rig.db, SQLDialect.POSTGRES);
    }

    @BeforeAll
    void createTable() {
        jooq.createTable(CITY).columns(ID, NAME).primaryKey(ID).unique(NAME).execute();
    }

    @BeforeEach
    void empty() {
        jooq.deleteFrom(CITY).execute();
    }

    private static Integer port(DSLContext on) {
        return on.fetchSingle("SELECT inet_server_port()").into(Integer.class);
    }

    private static int add(DSLContext on, String city) {
        return on.insertInto(CITY, NAME).values(city).execute();
    }

    private List<String> cities() {
        return rig.db.readOnly(() -> jooq.select(NAME).from(CITY).orderBy(ID).fetch(NAME));
    }

    @Test
    void a_statement_is_on_the_primary_and_in_a_read_only_scope_on_a_standby() {
        int port = rig.db.readOnly(() -> port(jooq));

        assertThat(rig.standbys()).contains(port);
        assertThat(port(jooq)).isEqualTo(rig.primary());
    }

    @Test
    void a_transaction_is_on_one_connection_also_in_a_read_only_scope() {
        int before = rig.borrowed();

        List<Integer> ports = rig.db.readOnly(
                () -> jooq.transactionResult(inside -> List.of(port(inside.dsl()), port(inside.dsl()))));

        assertThat(rig.borrowed() - before).isOne();
        assertThat(rig.standbys()).contains(ports.get(0));
        assertThat(ports.get(1)).isEqualTo(ports.get(0));
    }

    @Test
    void an_insert_returns_its_keys_and_is_read_at_once() {
        Integer id = jooq.insertInto(CITY, NAME)
                .values("Lima")
                .returningResult(ID)
                .fetchSingle()
                .value1();

        assertThat(id).isPositive();
        assertThat(cities()).containsExactly("Lima");
    }

    @Test
    void rows_are_inserted_in_batches() {
        int before = rig.borrowed();

        int[] counts = jooq.batch(IntStream.range(0, 100)
                        .mapToObj(i -> jooq.insertInto(CITY, NAME).values("City " + i))
                        .toList())
                .execute();

        assertThat(counts).hasSize(100).containsOnly(1);
        assertThat(rig.borrowed() - before).isOne();
        assertThat(cities()).hasSize(100);
    }

    @Test
    void a_cursor_reads_row_by_row_on_a_standby() {
        IntStream.range(0, 10).forEach(i -> add(jooq, "City " + i));
        List<String> names = new ArrayList<>();

        rig.db.readOnly(() -> jooq.transaction(inside -> {
            try (Cursor<?> rows =
                    inside.dsl().select(NAME).from(CITY).fetchSize(3).fetchLazy()) {
                rows.forEach(row -> names.add(row.get(NAME)));
            }
        }));

        assertThat(names).hasSize(10);
    }

    @Test
    void a_nested_transaction_is_rolled_back_alone() {
        jooq.transaction(outer -> {
            add(outer.dsl(), "Oslo");
            assertThatExceptionOfType(IntegrityConstraintViolationException.class)
                    .isThrownBy(() -> outer.dsl().transaction(inner -> {
                        add(inner.dsl(), "Rome");
                        add(inner.dsl(), "Oslo");
                    }));
            add(outer.dsl(), "Kyiv");
        });

        assertThat(cities()).containsExactly("Oslo", "Kyiv");
    }

    @Test
    void what_throws_is_rolled_back() {
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> jooq.transaction(inside -> {
                    add(inside.dsl(), "Bern");
                    throw new IllegalStateException("no");
                }));

        assertThat(cities()).isEmpty();
    }

    @Test
    void meta_data_are_read_on_a_standby_too() {
        List<Table<?>> tables = rig.db.readOnly(() -> jooq.meta().getTables("city"));

        assertThat(tables)
                .singleElement()
                .satisfies(city -> assertThat(city.fieldsRow().fields())
                        .extracting(Field::getName)
                        .containsExactly("id", "name"));
    }
}
