package dev.scalekit.queue;

/**
 * What is done with a message. Returning acknowledges it, throwing has it retried, unless the handler has answered
 * itself by {@link Delivery#ack}, {@link Delivery#retryAfter} or {@link Delivery#reject}.
 *
 * <p>Called by the threads of its {@link Consumer}, as many at once as {@link ConsumerOptions#concurrency} says. Of
 * one key there is one at a time, unless a lease ends while its handler still runs. It may block, and may use the
 * queue, with three exceptions: it must not close the queue or its own consumer, or {@linkplain Consumer#drain
 * drain}. It is not interrupted when the lease ends: one that may take longer than that calls {@link
 * Delivery#extend}.
 *
 * <p>A message may be handled more than once: after a crash between handling and acknowledging, or when a lease ended
 * first. So handling one again must do no harm; the {@linkplain Delivery#id id} tells that it is the same message.
 */
@FunctionalInterface
public interface Handler<T> {
    /**
     * Handles a message.
     *
     * <p>After it returns, the acknowledgement is written without anybody waiting for it; the worker goes on with the
     * next message. If the lease has ended meanwhile there is nothing to acknowledge, which the listener has heard.
     *
     * @throws Exception any, and any error too, has the message retried after the queue's {@link Retry}, or made a
     *     dead letter after the last attempt; the listener hears it, and the worker goes on. {@link
     *     InterruptedException} while the consumer stops gives the message back at once
     */
    void handle(Delivery<T> delivery) throws Exception;
}
