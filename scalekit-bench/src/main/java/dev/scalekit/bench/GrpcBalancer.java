package dev.scalekit.bench;

import io.grpc.CallOptions;
import io.grpc.ConnectivityState;
import io.grpc.EquivalentAddressGroup;
import io.grpc.LoadBalancer;
import io.grpc.LoadBalancer.PickResult;
import io.grpc.LoadBalancer.ResolvedAddresses;
import io.grpc.LoadBalancer.SubchannelPicker;
import io.grpc.LoadBalancerProvider;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

/**
 * A balancer of gRPC, picking from subchannels that are connected, without a network: it gets from {@link GrpcHelper} what
 * a channel would give to it. Its pickers are thread-safe.
 *
 * <p>The plain balancers are taken, without the health checks that grpc-services puts around round_robin.
 */
final class GrpcBalancer implements AutoCloseable {
    private static final LoadBalancer.PickSubchannelArgs ARGUMENTS = new LoadBalancer.PickSubchannelArgs() {
        private final Metadata headers = new Metadata();
        private final MethodDescriptor<byte[], byte[]> method = GrpcHelper.method();

        @Override
        public CallOptions getCallOptions() {
            return CallOptions.DEFAULT;
        }

        @Override
        public Metadata getHeaders() {
            return headers;
        }

        @Override
        public MethodDescriptor<?, ?> getMethodDescriptor() {
            return method;
        }
    };

    private final GrpcHelper helper = new GrpcHelper();
    private final LoadBalancer balancer;
    private final ResolvedAddresses addresses;

    /**
     * Creates a balancer whose subchannels are all ready.
     *
     * @param policy its name in a service config
     * @param config its part of a service config
     * @param endpoints how many there are
     */
    GrpcBalancer(String policy, Map<String, ?> config, int endpoints) {
        LoadBalancerProvider provider = ServiceLoader.load(LoadBalancerProvider.class).stream()
                .map(ServiceLoader.Provider::get)
                .filter(each -> each.getPolicyName().equals(policy))
                .min(Comparator.comparingInt(LoadBalancerProvider::getPriority))
                .orElseThrow(() -> new IllegalArgumentException("gRPC has no balancer " + policy));
        balancer = provider.newLoadBalancer(helper);
        List<EquivalentAddressGroup> groups = new ArrayList<>();
        for (int endpoint = 0; endpoint < endpoints; endpoint++) {
            groups.add(new EquivalentAddressGroup(InetSocketAddress.createUnresolved("endpoint-" + endpoint, 443)));
        }
        addresses = ResolvedAddresses.newBuilder()
                .setAddresses(groups)
                .setLoadBalancingPolicyConfig(
                        provider.parseLoadBalancingPolicyConfig(config).getConfig())
                .build();
        resolve();
        if (helper.state() != ConnectivityState.READY) {
            throw new IllegalStateException(policy + " is " + helper.state());
        }
    }

    /** Gives it the same addresses again, at which weighted_round_robin looks at what was reported. */
    void resolve() {
        helper.getSynchronizationContext().execute(() -> {
            var unused = balancer.acceptResolvedAddresses(addresses);
        });
    }

    /** The picker that a channel would use now. */
    SubchannelPicker picker() {
        return helper.picker();
    }

    /** Picks a subchannel, as a channel does for each call. */
    static PickResult pick(SubchannelPicker picker) {
        return picker.pickSubchannel(ARGUMENTS);
    }

    /** The number of the endpoint that was picked; counted from 0, in the order of the addresses. */
    static int endpoint(PickResult result) {
        LoadBalancer.@Nullable Subchannel subchannel = result.getSubchannel();
        return (Integer) Objects.requireNonNull(subchannel, "subchannel").getInternalSubchannel();
    }

    @Override
    public void close() {
        helper.getSynchronizationContext().execute(balancer::shutdown);
        helper.close();
    }
}
