import org.jspecify.annotations.NullMarked;

/** A durable message queue inside the process. */
@NullMarked
module dev.scalekit.queue {
    requires static transitive org.jspecify;
    requires org.slf4j;

    exports dev.scalekit.queue;
}
