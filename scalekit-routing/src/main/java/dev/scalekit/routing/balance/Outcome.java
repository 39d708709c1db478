package dev.scalekit.routing.balance;

/** What came of a call to an endpoint, for its health and for whether the call is made again. */
public enum Outcome {
    /** It was answered; also with an answer that the caller dislikes, like "not found". */
    SUCCESS,
    /** No connection could be made, so nothing was sent. Made again on another endpoint. */
    UNREACHED,
    /** It failed on the way or took too long; whether the endpoint did the work is unknown. */
    LOCAL_FAILURE,
    /** The endpoint answered that it failed. */
    EXTERNAL_FAILURE,
    /** It says nothing about the endpoint: the caller gave up, or failed by itself. */
    CANCELLED;

    boolean isFailure() {
        return this == UNREACHED || this == LOCAL_FAILURE || this == EXTERNAL_FAILURE;
    }

    /** Whose failure this is; for failures only. */
    Origin origin() {
        return this == EXTERNAL_FAILURE ? Origin.EXTERNAL : Origin.LOCAL;
    }

    /** Whether the call may be made again somewhere else. */
    boolean isRepeatable(boolean idempotent) {
        return this == UNREACHED || (idempotent && isFailure());
    }
}
