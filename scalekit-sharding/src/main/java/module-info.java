import org.jspecify.annotations.NullMarked;

/** Rows spread over plain databases by key. */
@NullMarked
module dev.scalekit.sharding {
    requires static transitive org.jspecify;
}
