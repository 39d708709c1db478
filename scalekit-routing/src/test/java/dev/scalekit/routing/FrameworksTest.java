package dev.scalekit.routing;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;

/** Frameworks that know nothing of a router run through one as they are; all of them on the same servers. */
final class FrameworksTest {
    private static FrameworkRig rig;

    @BeforeAll
    static void start() {
        rig = new FrameworkRig();
    }

    @AfterAll
    static void stop() {
        rig.close();
    }

    @Nested
    final class Spring extends SpringTransactions {
        Spring() {
            super(rig);
        }
    }

    @Nested
    final class Hibernate extends HibernateSessions {
        Hibernate() {
            super(rig);
        }
    }

    @Nested
    final class Jooq extends JooqQueries {
        Jooq() {
            super(rig);
        }
    }

    @Nested
    final class Flyway extends FlywayMigrations {
        Flyway() {
            super(rig);
        }
    }
}
