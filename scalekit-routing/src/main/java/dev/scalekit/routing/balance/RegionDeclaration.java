package dev.scalekit.routing.balance;

/** A region as it was declared, checked. Immutable, as far as the target is. */
record RegionDeclaration<T>(Region<T> region, double share, HealthSource health) {}
