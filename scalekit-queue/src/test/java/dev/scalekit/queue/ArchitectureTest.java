package dev.scalekit.queue;

import dev.scalekit.testkit.architecture.ArchitectureContract;

final class ArchitectureTest extends ArchitectureContract {

    ArchitectureTest() {
        super("dev.scalekit.queue", "org.slf4j..", "io.micrometer.core..", "org.apache.kafka..");
    }
}
