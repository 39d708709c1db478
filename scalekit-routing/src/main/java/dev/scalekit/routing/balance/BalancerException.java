package dev.scalekit.routing.balance;

/**
 * What a balancer cannot do; the leaves say what. Closed to other classes; later releases may add leaves. Immutable, as
 * far as exceptions are.
 */
public abstract sealed class BalancerException extends RuntimeException
        permits BalancerClosedException, NoEndpointException, NoRegionException {
    private static final long serialVersionUID = 1L;

    BalancerException(String message) {
        super(message);
    }
}
