package dev.scalekit.bench;

import io.grpc.Attributes;
import io.grpc.ChannelLogger;
import io.grpc.ConnectivityState;
import io.grpc.ConnectivityStateInfo;
import io.grpc.EquivalentAddressGroup;
import io.grpc.LoadBalancer;
import io.grpc.LoadBalancer.CreateSubchannelArgs;
import io.grpc.LoadBalancer.SubchannelPicker;
import io.grpc.LoadBalancer.SubchannelStateListener;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.SynchronizationContext;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.jspecify.annotations.Nullable;

/** What a channel of gRPC is for its balancer, without a network: connections are there at once. Thread-safe. */
final class GrpcHelper extends LoadBalancer.Helper implements AutoCloseable {
    private final SynchronizationContext context = new SynchronizationContext((thread, failure) -> {
        throw new IllegalStateException("the balancer failed", failure);
    });
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "scalekit-bench-grpc-timer");
        thread.setDaemon(true);
        return thread;
    });

    /** Used in the synchronization context only. */
    private int subchannels;

    private volatile ConnectivityState state = ConnectivityState.IDLE;
    private volatile @Nullable SubchannelPicker picker;

    ConnectivityState state() {
        return state;
    }

    SubchannelPicker picker() {
        return Objects.requireNonNull(picker, "picker");
    }

    @Override
    public void updateBalancingState(ConnectivityState newState, SubchannelPicker newPicker) {
        state = newState;
        picker = newPicker;
    }

    @Override
    public LoadBalancer.Subchannel createSubchannel(CreateSubchannelArgs arguments) {
        return new Connected(subchannels++, arguments);
    }

    @Override
    public SynchronizationContext getSynchronizationContext() {
        return context;
    }

    @Override
    public ScheduledExecutorService getScheduledExecutorService() {
        return timer;
    }

    @Override
    public String getAuthority() {
        return "bench";
    }

    @Override
    public String getChannelTarget() {
        return "bench:///endpoints";
    }

    @Override
    public ManagedChannel createOobChannel(EquivalentAddressGroup addresses, String authority) {
        throw new UnsupportedOperationException("there is no network");
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }

    /** A unary method. */
    static MethodDescriptor<byte[], byte[]> method() {
        MethodDescriptor.Marshaller<byte[]> bytes = new MethodDescriptor.Marshaller<>() {
            @Override
            public InputStream stream(byte[] value) {
                return new ByteArrayInputStream(value);
            }

            @Override
            public byte[] parse(InputStream stream) {
                try {
                    return stream.readAllBytes();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        };
        return MethodDescriptor.<byte[], byte[]>newBuilder()
                .setType(MethodDescriptor.MethodType.UNARY)
                .setFullMethodName("bench/call")
                .setRequestMarshaller(bytes)
                .setResponseMarshaller(bytes)
                .build();
    }

    /** A subchannel that is connected as soon as it is asked to. */
    private final class Connected extends LoadBalancer.Subchannel {
        private final Integer number;
        private final CreateSubchannelArgs arguments;
        private @Nullable SubchannelStateListener listener;

        Connected(int number, CreateSubchannelArgs arguments) {
            this.number = number;
            this.arguments = arguments;
        }

        @Override
        public void start(SubchannelStateListener newListener) {
            listener = newListener;
        }

        @Override
        public void requestConnection() {
            context.execute(() -> {
                tell(ConnectivityState.CONNECTING);
                tell(ConnectivityState.READY);
            });
        }

        private void tell(ConnectivityState now) {
            if (listener != null) {
                listener.onSubchannelState(ConnectivityStateInfo.forNonError(now));
            }
        }

        @Override
        public Object getInternalSubchannel() {
            return number;
        }

        @Override
        public List<EquivalentAddressGroup> getAllAddresses() {
            return arguments.getAddresses();
        }

        @Override
        public void updateAddresses(List<EquivalentAddressGroup> same) {}

        @Override
        public Attributes getAttributes() {
            return arguments.getAttributes();
        }

        @Override
        public ChannelLogger getChannelLogger() {
            return new ChannelLogger() {
                @Override
                public void log(ChannelLogLevel level, String message) {}

                @Override
                public void log(ChannelLogLevel level, String format, Object... values) {}
            };
        }

        @Override
        public void shutdown() {}
    }
}
