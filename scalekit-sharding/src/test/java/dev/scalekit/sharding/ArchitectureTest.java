package dev.scalekit.sharding;

import dev.scalekit.testkit.architecture.ArchitectureContract;

final class ArchitectureTest extends ArchitectureContract {

    ArchitectureTest() {
        super(
                "dev.scalekit.sharding",
                "com.google.common.hash..",
                "org.slf4j..",
                "com.zaxxer.hikari..",
                "org.postgresql",
                "org.postgresql.copy..",
                "io.micrometer.core..");
    }
}
