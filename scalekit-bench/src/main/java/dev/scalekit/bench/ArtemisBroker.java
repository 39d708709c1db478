package dev.scalekit.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.client.ActiveMQClient;
import org.apache.activemq.artemis.api.core.client.ClientConsumer;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientProducer;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.apache.activemq.artemis.api.core.client.SendAcknowledgementHandler;
import org.apache.activemq.artemis.api.core.client.ServerLocator;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.remoting.impl.invm.InVMConnector;
import org.apache.activemq.artemis.core.server.JournalType;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;

/**
 * A whole Artemis in this JVM, with one durable queue. As it is by default: each send and each acknowledgement outside
 * of a transaction is synced, in files of 10 MiB. Thread-safe.
 */
final class ArtemisBroker implements MessageBroker {
    private static final String QUEUE = "queue";

    /*
     * How many bytes of messages a consumer has at hand. At the default of 1 MiB one consumer would hold all messages and
     * leave the others without; this is some 20.
     */
    private static final int CONSUMER_WINDOW = 8 << 10;

    private final Path folder;
    private final Duration timeout;
    private EmbeddedActiveMQ server;
    private ServerLocator locator;

    /** Starts the broker; its journal's timer is the one of {@link ArtemisLog}. */
    ArtemisBroker(Path folder, Duration timeout) throws Exception {
        this.folder = folder;
        this.timeout = timeout;
        this.server = start();
        this.locator = locator();
        try (ClientSession session = locator.createSessionFactory().createSession()) {
            session.createQueue(QueueConfiguration.of(QUEUE)
                    .setRoutingType(RoutingType.ANYCAST)
                    .setDurable(true));
        }
    }

    private EmbeddedActiveMQ start() throws Exception {
        Configuration configuration = new ConfigurationImpl()
                .setPersistenceEnabled(true)
                .setJournalType(JournalType.NIO)
                .setJournalBufferTimeout_NIO(Math.toIntExact(timeout.toNanos()))
                .setJournalDirectory(folder.resolve("journal").toString())
                .setBindingsDirectory(folder.resolve("bindings").toString())
                .setPagingDirectory(folder.resolve("paging").toString())
                .setLargeMessagesDirectory(folder.resolve("large").toString())
                .setSecurityEnabled(false)
                .setMaxDiskUsage(-1)
                .addAcceptorConfiguration("in-vm", "vm://0");
        return new EmbeddedActiveMQ().setConfiguration(configuration).start();
    }

    /**
     * As its manual says for a message to be on the disk when the call returns, and for acknowledgements one by one: block
     * on both, no batches. Asynchronous sends need a confirmation window.
     */
    private static ServerLocator locator() throws Exception {
        return ActiveMQClient.createServerLocator("vm://0")
                .setBlockOnDurableSend(true)
                .setBlockOnAcknowledge(true)
                .setAckBatchSize(0)
                .setConfirmationWindowSize(1 << 20)
                .setConsumerWindowSize(CONSUMER_WINDOW);
    }

    @Override
    public Worker worker() throws IOException {
        try {
            return new ArtemisWorker(locator.createSessionFactory().createSession(true, true, 0));
        } catch (Exception e) {
            throw new IOException("Artemis gives no session", e);
        }
    }

    @Override
    public void restart() throws IOException {
        close();
        try {
            server = start();
            locator = locator();
        } catch (Exception e) {
            throw new IOException("Artemis does not start again", e);
        }
    }

    @Override
    public void close() throws IOException {
        locator.close();
        try {
            server.stop();
        } catch (Exception e) {
            throw new IOException("Artemis does not stop", e);
        }
        // These threads belong to no broker and no client, and would keep the JVM alive for a minute.
        InVMConnector.resetThreadPool();
        ActiveMQClient.clearThreadPools();
    }

    private static final class ArtemisWorker implements MessageBroker.Worker {
        private final ClientSession session;
        private final ClientProducer producer;
        private final ClientConsumer consumer;

        ArtemisWorker(ClientSession session) throws ActiveMQException {
            this.session = session;
            this.producer = session.createProducer(QUEUE);
            this.consumer = session.createConsumer(QUEUE);
            session.start();
        }

        @Override
        public CompletableFuture<?> send(byte[] record) throws ActiveMQException {
            CompletableFuture<Void> sent = new CompletableFuture<>();
            ClientMessage message = session.createMessage(true).writeBodyBufferBytes(record);
            producer.send(message, new SendAcknowledgementHandler() {
                @Override
                public void sendAcknowledged(Message acknowledged) {
                    sent.complete(null);
                }

                @Override
                public void sendFailed(Message failed, Exception reason) {
                    sent.completeExceptionally(reason);
                }
            });
            return sent;
        }

        @Override
        public boolean receive(Duration patience, Consumer<byte[]> handler) throws IOException {
            try {
                ClientMessage message = consumer.receive(patience.toMillis());
                if (message == null) {
                    return false;
                }
                byte[] record = new byte[message.getBodySize()];
                message.getBodyBuffer().readBytes(record);
                handler.accept(record);
                message.acknowledge();
                return true;
            } catch (ActiveMQException e) {
                throw new IOException("a message cannot be taken", e);
            }
        }

        @Override
        public void close() throws IOException {
            try {
                session.close();
            } catch (ActiveMQException e) {
                throw new IOException("the session does not close", e);
            }
        }
    }
}
