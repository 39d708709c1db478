package dev.scalekit.queue;

/** What every {@link MessageQueue} does, whatever it stores its messages in. */
interface MessageQueueContract
        extends DeliveryContract,
                DeduplicationContract,
                LeaseContract,
                KeyOrderContract,
                GroupContract,
                DeadLetterContract,
                ConsumerContract,
                ObservationContract,
                CloseContract {}
