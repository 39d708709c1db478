package dev.scalekit.bench;

import io.grpc.ClientStreamTracer;
import io.grpc.LoadBalancer.PickResult;
import io.grpc.LoadBalancer.SubchannelPicker;
import io.grpc.Metadata;
import java.util.Map;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/** Subchannels of gRPC: their streams are open, and each server has reported a load of its own. */
public abstract class GrpcEndpoints extends BusyEndpoints {
    /** One for all calls, which the balancers that are measured do not look at. */
    private static final Metadata NO_METADATA = new Metadata();

    private final String policy;
    private final Map<String, ?> config;

    @SuppressWarnings("NullAway.Init")
    private GrpcBalancer balancer;

    @SuppressWarnings("NullAway.Init")
    private SubchannelPicker picker;

    GrpcEndpoints(String policy, Map<String, ?> config) {
        this.policy = policy;
        this.config = config;
    }

    /** Opens the streams. */
    @Setup
    public void begin() {
        GrpcBalancer made = new GrpcBalancer(policy, config, size);
        int[] inFlight = inFlight();
        boolean[] isBegun = new boolean[size];
        for (int begun = 0; begun < size; ) {
            PickResult result = GrpcBalancer.pick(made.picker());
            int endpoint = GrpcBalancer.endpoint(result);
            if (!isBegun[endpoint]) {
                begin(result, inFlight[endpoint], new ServerLoad(1000, 0.4 + 0.2 * endpoint / size));
                isBegun[endpoint] = true;
                begun++;
            }
        }
        made.resolve();
        balancer = made;
        picker = made.picker();
    }

    private static void begin(PickResult result, int inFlight, ServerLoad load) {
        GrpcChooser.end(GrpcChooser.begin(result, new Metadata()), GrpcChooser.trailers(load));
        for (int stream = 0; stream < inFlight; stream++) {
            ClientStreamTracer unused = GrpcChooser.begin(result, new Metadata());
        }
    }

    /** Picks a subchannel, as a channel does for each call. */
    final PickResult pick() {
        return GrpcBalancer.pick(picker);
    }

    /** Picks a subchannel, and tells the balancer that a stream was created and has ended well. */
    final PickResult call() {
        PickResult result = pick();
        GrpcChooser.end(GrpcChooser.begin(result, NO_METADATA), NO_METADATA);
        return result;
    }

    /** Fails the benchmark if the balancer does not balance. */
    @TearDown
    public void requireAll() {
        try (GrpcBalancer used = balancer) {
            requireSpread(() -> GrpcBalancer.endpoint(GrpcBalancer.pick(used.picker())));
        }
    }
}
