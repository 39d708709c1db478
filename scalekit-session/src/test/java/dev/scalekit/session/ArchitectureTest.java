package dev.scalekit.session;

import dev.scalekit.testkit.architecture.ArchitectureContract;

final class ArchitectureTest extends ArchitectureContract {

    ArchitectureTest() {
        super("dev.scalekit.session", "org.slf4j..", "jakarta.servlet..");
    }
}
