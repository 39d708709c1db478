import org.jspecify.annotations.NullMarked;

/** Load balancers over any endpoints, and a DataSource that sends reads to replicas and writes to the primary. */
@NullMarked
module dev.scalekit.routing {
    requires static transitive com.zaxxer.hikari;
    requires static transitive org.jspecify;
    requires transitive java.net.http;
    requires transitive java.sql;
    requires org.slf4j;

    exports dev.scalekit.routing;
    exports dev.scalekit.routing.balance;
    exports dev.scalekit.routing.hikari;
}
