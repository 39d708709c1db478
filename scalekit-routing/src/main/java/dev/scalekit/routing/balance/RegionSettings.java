package dev.scalekit.routing.balance;

import java.time.Duration;

/** What a region balancer goes by, checked. Immutable. */
record RegionSettings(
        String name, Probing probing, Duration failBackAfter, Duration failBackOver, RegionListener listener) {}
