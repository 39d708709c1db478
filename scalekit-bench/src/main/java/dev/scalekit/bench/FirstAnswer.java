package dev.scalekit.bench;

import java.util.List;

/** Knows what no balancer can: takes the server that will have answered first. Not thread-safe. */
final class FirstAnswer implements Chooser {
    private final List<SimulatedServer> servers;

    FirstAnswer(List<SimulatedServer> servers) {
        this.servers = servers;
    }

    @Override
    public Choice choose(Request request) {
        int first = 0;
        for (int each = 1; each < servers.size(); each++) {
            if (servers.get(each).answerTo(request) < servers.get(first).answerTo(request)) {
                first = each;
            }
        }
        return new Known(first);
    }

    private record Known(int endpoint) implements Choice {
        @Override
        public void answered(ServerLoad load) {}
    }
}
