package dev.scalekit.routing;

/** What a router makes of what a node says. */
public enum NodeStanding {
    /** Takes all writes, and reads that no replica may take. */
    PRIMARY,
    /** Takes reads. */
    REPLICA,
    /** A replica that is too far behind to be read. */
    LAGGING,
    /** A replica whose history may have left that of the primary. It is not read. */
    DIVERGED,
    /** It says that it is the primary, and another node has been promoted since. Nothing is sent to it. */
    DEPOSED,
    /** It says that it is the primary, and so does another one of the same epoch: nobody knows which of them is right. */
    AMBIGUOUS,
    /** A node of another cluster. Nothing is sent to it. */
    FOREIGN,
    /** It does not answer. */
    DOWN,
    /** It has not answered yet, or not for so long that its last answer says nothing any more. */
    UNKNOWN
}
