package dev.scalekit.bench;

/** A benchmark threw, hung or did not do its work; there is no result. */
final class BenchmarkFailedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    BenchmarkFailedException(String message) {
        super(message);
    }

    BenchmarkFailedException(String message, Throwable cause) {
        super(message, cause);
    }
}
