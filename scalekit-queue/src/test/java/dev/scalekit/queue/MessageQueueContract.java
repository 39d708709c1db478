package dev.scalekit.queue;

/** What every {@link MessageQueue} does, whatever it stores its messages in. */
abstract class MessageQueueContract
        implements DeliveryContract,
                DeduplicationContract,
                LeaseContract,
                KeyOrderContract,
                GroupContract,
                DeadLetterContract,
                ConsumerContract,
                ObservationContract,
                CloseContract {}
