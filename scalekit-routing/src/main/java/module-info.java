import org.jspecify.annotations.NullMarked;

/** A DataSource that sends reads to replicas and writes to the primary. */
@NullMarked
module dev.scalekit.routing {
    requires static transitive org.jspecify;
}
