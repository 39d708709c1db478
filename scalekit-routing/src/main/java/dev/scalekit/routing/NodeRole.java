package dev.scalekit.routing;

/** What a node says that it is. */
public enum NodeRole {
    /** It takes writes. Of several that say so one at most is right. */
    PRIMARY,
    /** It follows another node, and only reads. */
    REPLICA
}
