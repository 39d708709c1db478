package dev.scalekit.routing;

import dev.scalekit.testkit.architecture.ArchitectureContract;

final class ArchitectureTest extends ArchitectureContract {

    ArchitectureTest() {
        super(
                "dev.scalekit.routing",
                "io.github.resilience4j.core..",
                "org.slf4j..",
                "com.zaxxer.hikari..",
                "io.micrometer.core..");
    }
}
