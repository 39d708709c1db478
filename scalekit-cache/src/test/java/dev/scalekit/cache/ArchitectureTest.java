package dev.scalekit.cache;

import dev.scalekit.testkit.architecture.ArchitectureContract;

final class ArchitectureTest extends ArchitectureContract {

    ArchitectureTest() {
        super(
                "dev.scalekit.cache",
                "com.github.benmanes.caffeine..",
                "io.github.resilience4j.circuitbreaker..",
                "io.github.resilience4j.core..",
                "org.slf4j..",
                "io.lettuce.core..",
                "io.micrometer.core..",
                "tools.jackson..",
                "com.fasterxml.jackson.annotation..");
    }
}
