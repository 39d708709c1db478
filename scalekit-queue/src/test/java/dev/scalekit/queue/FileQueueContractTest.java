package dev.scalekit.queue;

final class FileQueueContractTest extends FileQueueFixture implements MessageQueueContract {}
