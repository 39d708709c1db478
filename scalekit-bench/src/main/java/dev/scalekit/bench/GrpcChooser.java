package dev.scalekit.bench;

import io.grpc.Attributes;
import io.grpc.ClientStreamTracer;
import io.grpc.ClientStreamTracer.StreamInfo;
import io.grpc.LoadBalancer.PickResult;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.xds.shaded.com.github.xds.data.orca.v3.OrcaLoadReport;
import java.util.Map;

/**
 * A balancer of gRPC with what its channel tells it of each call: that a stream was created, the server's load report in
 * the trailers (ORCA, for those that look at it), and that the stream is closed. Not thread-safe.
 */
final class GrpcChooser implements Chooser {
    private static final StreamInfo STREAM = StreamInfo.newBuilder().build();
    private static final Metadata.Key<byte[]> REPORT =
            Metadata.Key.of("endpoint-load-metrics-bin", Metadata.BINARY_BYTE_MARSHALLER);
    private static final ClientStreamTracer NOBODY = new ClientStreamTracer() {};

    private final GrpcBalancer balancer;

    GrpcChooser(String policy, Map<String, ?> config, int endpoints) {
        balancer = new GrpcBalancer(policy, config, endpoints);
    }

    @Override
    public Choice choose(Request request) {
        PickResult result = GrpcBalancer.pick(balancer.picker());
        return new Call(GrpcBalancer.endpoint(result), begin(result, new Metadata()));
    }

    /** Tells the balancer that the stream of a pick was created, if it wants to know. */
    static ClientStreamTracer begin(PickResult result, Metadata headers) {
        ClientStreamTracer.Factory factory = result.getStreamTracerFactory();
        if (factory == null) {
            return NOBODY;
        }
        ClientStreamTracer tracer = factory.newClientStreamTracer(STREAM, headers);
        tracer.streamCreated(Attributes.EMPTY, headers);
        return tracer;
    }

    /** Tells the balancer that the stream has ended well. */
    static void end(ClientStreamTracer tracer, Metadata trailers) {
        tracer.inboundTrailers(trailers);
        tracer.streamClosed(Status.OK);
    }

    /** The trailers in which a server reports its load. */
    static Metadata trailers(ServerLoad load) {
        OrcaLoadReport report = OrcaLoadReport.newBuilder()
                .setRpsFractional(load.perSecond())
                .setApplicationUtilization(load.utilization())
                .build();
        Metadata trailers = new Metadata();
        trailers.put(REPORT, report.toByteArray());
        return trailers;
    }

    @Override
    public void close() {
        balancer.close();
    }

    private record Call(int endpoint, ClientStreamTracer tracer) implements Choice {
        @Override
        public void answered(ServerLoad load) {
            if (tracer != NOBODY) {
                end(tracer, trailers(load));
            }
        }
    }
}
