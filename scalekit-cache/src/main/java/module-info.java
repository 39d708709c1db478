import org.jspecify.annotations.NullMarked;

/** A read-through cache for one process. */
@NullMarked
module dev.scalekit.cache {
    requires static transitive org.jspecify;
    requires com.github.benmanes.caffeine;
    requires org.slf4j;

    exports dev.scalekit.cache;
}
