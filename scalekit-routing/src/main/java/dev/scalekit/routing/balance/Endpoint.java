package dev.scalekit.routing.balance;

import org.jspecify.annotations.Nullable;

/** An endpoint as it was declared, checked. Immutable, as far as the target is. */
record Endpoint<T>(
        String name, T target, double weight, @Nullable String zone) {}
