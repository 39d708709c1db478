package dev.scalekit.routing.balance;

/** Whose failure it was, as Envoy tells them apart for outlier detection. */
public enum Origin {
    /** Ours or the network's: the endpoint was not reached, reset the connection, or took too long. */
    LOCAL,
    /** The endpoint's: it answered that it failed, for example with HTTP status 500. */
    EXTERNAL
}
