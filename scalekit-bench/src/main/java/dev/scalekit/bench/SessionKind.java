package dev.scalekit.bench;

import java.time.Duration;
import java.util.List;
import javax.sql.DataSource;

/** Who keeps the sessions. Immutable. */
enum SessionKind {
    RAW {
        @Override
        void createSchema(DataSource source) throws Exception {
            RawSessions.createSchema(source);
        }

        @Override
        WebSessions open(DataSource source) {
            return new RawSessions(source);
        }
    },
    SCALEKIT {
        @Override
        void createSchema(DataSource source) {
            ScaleKitSessions.createSchema(source);
        }

        @Override
        WebSessions open(DataSource source) {
            return ScaleKitSessions.open(source);
        }

        @Override
        String table() {
            return "scalekit_session";
        }

        @Override
        List<String> expired(int count) {
            return ScaleKitSessions.expired(count);
        }
    },
    SPRING {
        @Override
        void createSchema(DataSource source) throws Exception {
            SpringSessions.createSchema(source);
        }

        @Override
        WebSessions open(DataSource source) {
            return SpringSessions.open(source);
        }

        @Override
        String table() {
            return "spring_session";
        }

        @Override
        List<String> expired(int count) {
            return SpringSessions.expired(count);
        }
    },
    JETTY {
        @Override
        WebSessions open(DataSource source) throws Exception {
            return JettySessions.open(source, Duration.ZERO);
        }
    },
    JETTY_SAVE_PERIOD {
        @Override
        WebSessions open(DataSource source) throws Exception {
            return JettySessions.open(source, TOUCH);
        }
    },
    TOMCAT {
        @Override
        void createSchema(DataSource source) throws Exception {
            TomcatSessions.createSchema(source);
        }

        @Override
        WebSessions open(DataSource source) throws Exception {
            return TomcatSessions.open(source);
        }
    };

    /** How old the stored time of the last request may be, for those that have such a setting. */
    static final Duration TOUCH = Duration.ofSeconds(60);

    /** Makes the tables; nothing where opening makes them. */
    void createSchema(DataSource source) throws Exception {}

    /** The table that has a row for each session. */
    String table() {
        throw new UnsupportedOperationException(this + " is not counted");
    }

    /** Statements that copy one of the sessions so many times, as if the copies had expired a day ago. */
    List<String> expired(int count) {
        throw new UnsupportedOperationException(this + " does not clean up");
    }

    /** Starts what a web server would start once. */
    abstract WebSessions open(DataSource source) throws Exception;
}
