package dev.scalekit.routing.balance;

import org.jspecify.annotations.Nullable;

/** What a load balancer goes by, checked. Immutable. */
record Settings<T>(
        String name,
        Balancer<? super T> balancer,
        RosterOptions roster,
        Retries retries,
        OutcomeClassifier outcomes,
        BalancerListener listener,
        @Nullable HealthProbe<? super T> probe) {}
