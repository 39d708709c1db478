package dev.scalekit.queue;

import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

/** Consumers whose threads are virtual do what those do whose threads are not. */
@EnabledForJreRange(min = JRE.JAVA_21, disabledReason = "Virtual threads came with Java 21")
final class VirtualConsumerContractTest extends FileQueueFixture implements ConsumerContract {
    @Override
    public ConsumerOptions consumers(int concurrency) {
        return ConsumerOptions.concurrency(concurrency).virtualThreads();
    }
}
