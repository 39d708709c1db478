package dev.scalekit.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.Id;
import jakarta.persistence.OptimisticLockException;
import jakarta.persistence.SharedCacheMode;
import jakarta.persistence.Version;
import java.util.List;
import java.util.function.Function;
import org.hibernate.Session;
import org.hibernate.SessionFactory;
import org.hibernate.cfg.AvailableSettings;
import org.hibernate.jpa.HibernatePersistenceConfiguration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Hibernate ORM: entities written on the primary, and read in read-only sessions on a standby. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class HibernateSessions {
    private final FrameworkRig rig;
    private final SessionFactory factory;

    HibernateSessions(FrameworkRig rig) {
        this.rig = rig;
        this.factory = new HibernatePersistenceConfiguration("books")
                .managedClasses(Book.class)
                .sharedCacheMode(SharedCacheMode.NONE)
                .property(AvailableSettings.JAKARTA_NON_JTA_DATASOURCE, rig.db)
                .property(AvailableSettings.JAKARTA_HBM2DDL_DATABASE_ACTION, "create")
                .property(AvailableSettings.STATEMENT_BATCH_SIZE, 20)
                .property(AvailableSettings.GENERATE_STATISTICS, true)
                .createEntityManagerFactory();
    }

    @Entity(name = "Book")
    static class Book {
        @Id
        @GeneratedValue
        long id;

        @Version
        int version;

        String title = "";

        static Book of(String title) {
            Book book = new Book();
            book.title = title;
            return book;
        }
    }

    @AfterAll
    void stop() {
        factory.close();
    }

    private long save(String title) {
        return factory.fromTransaction(session -> {
                    Book book = Book.of(title);
                    session.persist(book);
                    return book;
                })
                .id;
    }

    private <R> R readOnly(Function<Session, R> work) {
        try (Session session = factory.withOptions().readOnly(true).openSession()) {
            session.beginTransaction();
            R result = work.apply(session);
            session.getTransaction().commit();
            return result;
        }
    }

    private static Integer port(Session session) {
        return session.createNativeQuery("SELECT inet_server_port()", Integer.class)
                .getSingleResult();
    }

    private String title(long id) {
        return readOnly(session -> session.find(Book.class, id).title);
    }

    private List<String> titles(String like) {
        return readOnly(
                session -> session.createSelectionQuery("select title from Book where title like ?1", String.class)
                        .setParameter(1, like)
                        .getResultList());
    }

    @Test
    void a_session_is_on_the_primary() {
        assertThat(factory.<Integer>fromTransaction(HibernateSessions::port)).isEqualTo(rig.primary());
    }

    @Test
    void a_read_only_session_is_on_a_standby() {
        assertThat(rig.standbys()).contains(readOnly(HibernateSessions::port));
    }

    @Test
    void a_session_of_a_read_only_scope_is_on_a_standby() {
        int port = rig.db.readOnly(() -> factory.<Integer>fromSession(HibernateSessions::port));

        assertThat(rig.standbys()).contains(port);
    }

    @Test
    void each_transaction_takes_one_connection() {
        int before = rig.borrowed();

        long id = save("Walden");
        String title = title(id);

        assertThat(title).isEqualTo("Walden");
        assertThat(rig.borrowed() - before).isEqualTo(2);
    }

    @Test
    void what_was_saved_is_read_in_the_next_read_only_session() {
        for (int i = 0; i < 50; i++) {
            String title = "Volume " + i;
            long id = save(title);

            assertThat(title(id)).isEqualTo(title);
        }
    }

    @Test
    void entities_are_inserted_in_batches() {
        int before = rig.borrowed();
        factory.getStatistics().clear();

        factory.inTransaction(session -> {
            for (int i = 0; i < 100; i++) {
                session.persist(Book.of("Page " + i));
            }
        });

        assertThat(rig.borrowed() - before).isOne();
        assertThat(factory.getStatistics().getPrepareStatementCount()).isLessThan(20);
        assertThat(titles("Page %")).hasSize(100);
    }

    @Test
    void of_two_changes_at_once_the_second_one_fails_and_is_not_done() {
        long id = save("Emma");

        try (Session mine = factory.openSession();
                Session theirs = factory.openSession()) {
            mine.beginTransaction();
            theirs.beginTransaction();
            mine.find(Book.class, id).title = "Mine";
            theirs.find(Book.class, id).title = "Theirs";
            theirs.getTransaction().commit();

            assertThatExceptionOfType(OptimisticLockException.class).isThrownBy(mine::flush);
            mine.getTransaction().rollback();
        }

        assertThat(title(id)).isEqualTo("Theirs");
    }

    @Test
    void what_was_not_committed_is_not_there() {
        try (Session session = factory.openSession()) {
            session.beginTransaction();
            session.persist(Book.of("Unfinished"));
            session.flush();
            session.getTransaction().rollback();
        }

        assertThat(titles("Unfinished")).isEmpty();
    }
}
