import org.jspecify.annotations.NullMarked;

/** A read-through cache for one process. */
@NullMarked
module dev.scalekit.cache {
    requires static transitive org.jspecify;
}
