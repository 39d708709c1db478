import org.jspecify.annotations.NullMarked;

/** HTTP sessions in a database, so that any server serves any user. */
@NullMarked
module dev.scalekit.session {
    requires static transitive jakarta.servlet;
    requires static transitive org.jspecify;
    requires transitive java.sql;
    requires org.slf4j;

    exports dev.scalekit.session;
    exports dev.scalekit.session.servlet;
}
