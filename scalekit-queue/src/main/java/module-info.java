import org.jspecify.annotations.NullMarked;

/** A durable message queue inside the process. */
@NullMarked
module dev.scalekit.queue {
    requires static transitive org.jspecify;
}
