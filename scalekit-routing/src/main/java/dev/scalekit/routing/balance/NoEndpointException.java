package dev.scalekit.routing.balance;

/** No endpoint may be taken. The message has each of them with its state and the reason. Nothing was sent. */
public final class NoEndpointException extends BalancerException {
    private static final long serialVersionUID = 1L;

    NoEndpointException(String message) {
        super(message);
    }
}
