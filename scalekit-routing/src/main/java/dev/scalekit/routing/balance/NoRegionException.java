package dev.scalekit.routing.balance;

/** Every region is down. The message has each of them with the reason. Nothing was sent. */
public final class NoRegionException extends BalancerException {
    private static final long serialVersionUID = 1L;

    NoRegionException(String message) {
        super(message);
    }
}
