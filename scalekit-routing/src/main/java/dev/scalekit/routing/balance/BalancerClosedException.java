package dev.scalekit.routing.balance;

/** The balancer was closed before. Nothing was done. */
public final class BalancerClosedException extends BalancerException {
    private static final long serialVersionUID = 1L;

    BalancerClosedException(String name) {
        super(name + " is closed");
    }
}
