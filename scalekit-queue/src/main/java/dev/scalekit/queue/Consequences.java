package dev.scalekit.queue;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What follows from what the threads of a queue have done: the others are told, it is counted, and the listener hears it. */
final class Consequences implements Writer.Events, Dispatcher.Consequences {
    private static final Logger LOG = LoggerFactory.getLogger(FileQueue.class);

    private final Engine engine;
    private final QueueListener listener;
    private final WarningLimit deaths;
    private final WarningLimit drops;
    private final WarningLimit ids;
    private final WarningLimit unheard;
    private final AtomicBoolean failed = new AtomicBoolean();

    Consequences(Engine engine) {
        this.engine = engine;
        this.listener = engine.options().listener();
        this.deaths = new WarningLimit(engine.options().time().ticker());
        this.drops = new WarningLimit(engine.options().time().ticker());
        this.ids = new WarningLimit(engine.options().time().ticker());
        this.unheard = new WarningLimit(engine.options().time().ticker());
    }

    private void tell(Runnable call) {
        if (!engine.options().isSilent() && !engine.callbacks().offer(call)) {
            unheard.pass()
                    .ifPresent(before -> LOG.warn(
                            "{}: the listener is too slow, and does not hear everything (since the last warning {} others)",
                            engine.name(),
                            before));
        }
    }

    private String group(int group) {
        return engine.ledger().declared(group).name();
    }

    @Override
    public void counted(int messages) {
        if (messages > 0) {
            engine.figures().stored(messages);
        }
    }

    @Override
    public void stored(Range range, List<Fresh> messages, long forceNanos) {
        engine.dispatcher().stored(range, messages);
        tell(() -> listener.stored(messages.size(), range.bytes(), Duration.ofNanos(forceNanos)));
    }

    @Override
    public void forced(long nanos) {
        engine.figures().forced(nanos);
    }

    @Override
    public void wantsSpares() {
        engine.keeper().wake();
    }

    @Override
    public void full(String reason) {
        LOG.warn("{}: full, senders wait or are refused: {}", engine.name(), reason);
        tell(() -> listener.full(reason));
    }

    @Override
    public void roomAgain() {
        LOG.info("{}: has room again", engine.name());
        tell(listener::roomAgain);
    }

    @Override
    public void droppedIds() {
        ids.pass()
                .ifPresent(before -> LOG.warn(
                        "{}: more deduplication ids within deduplicationWindow than maximumDeduplicationIds, {}, or than a"
                                + " segment has room for: {} were forgotten since the queue was opened, and what is sent"
                                + " again with them is stored again",
                        engine.name(),
                        engine.options().deduplication().maximumIds(),
                        engine.writer().idsDropped()));
    }

    @Override
    public void failed(QueueException e) {
        engine.dispatcher().fail(e);
        if (failed.compareAndSet(false, true)) {
            LOG.error("{}: takes no more, close it and build it again once the cause is gone", engine.name(), e);
            engine.callbacks().call(() -> listener.failed(e));
        }
    }

    @Override
    public void delivered(int group, long id, int attempt) {
        engine.figures().handedOut(group);
        tell(() -> listener.delivered(group(group), new MessageId(id), attempt));
    }

    void acknowledged(int group, long id) {
        engine.figures().done(group);
        tell(() -> listener.acknowledged(group(group), new MessageId(id)));
    }

    @Override
    public void expired(int group, long id, int attempt) {
        tell(() -> listener.leaseExpired(group(group), new MessageId(id), attempt));
    }

    @Override
    public void retried(int group, long id, int attempt, long delayMillis) {
        tell(() -> listener.retried(group(group), new MessageId(id), attempt, Duration.ofMillis(delayMillis)));
    }

    @Override
    public void bury(int group, Item item, int attempts, String reason) {
        GroupDesk desk = engine.dispatcher().desk(group);
        bury(group, item, attempts, reason, new Bury.Outcome() {
            @Override
            public void buried(List<Long> dropped) {
                engine.dispatcher().post(() -> desk.buried(item));
            }

            @Override
            public void failed(QueueException e) {
                engine.dispatcher().post(() -> desk.notBuried(item));
            }
        });
    }

    /** Makes a message a dead letter, and tells the listener of it as well. */
    void bury(int group, Item item, int attempts, String reason, Bury.Outcome then) {
        Dead dead = new Dead(item.location, attempts, engine.nowMillis(), DeadLetter.reason(reason));
        int most = engine.options().redelivery().maximumDeadLetters();
        engine.writer()
                .submit(new Bury(engine.ledger(), group, item.id, dead, () -> item.location, most, new Bury.Outcome() {
                    @Override
                    public void buried(List<Long> dropped) {
                        then.buried(dropped);
                        died(group, item.id, attempts);
                        tell(() -> listener.died(group(group), new MessageId(item.id), attempts, dead.reason()));
                        dropped.forEach(id -> dropped(group, id));
                    }

                    @Override
                    public void failed(QueueException e) {
                        then.failed(e);
                    }
                }));
    }

    /** The reason may be what a handler's exception said, and is with the dead letter. */
    private void died(int group, long id, int attempts) {
        deaths.pass()
                .ifPresent(before -> LOG.warn(
                        "{}: message {} of group {} is a dead letter after {} attempts (since the last warning {} others)",
                        engine.name(),
                        id,
                        group(group),
                        attempts,
                        before));
    }

    private void dropped(int group, long id) {
        drops.pass()
                .ifPresent(before -> LOG.warn(
                        "{}: the dead letters of group {} are full, and message {} is gone; redrive or remove some"
                                + " (since the last warning {} others)",
                        engine.name(),
                        group(group),
                        id,
                        before));
        tell(() -> listener.deadLetterDropped(group(group), new MessageId(id)));
    }
}
