package dev.scalekit.bench;

import java.nio.file.Path;
import tools.jackson.databind.json.JsonMapper;

/** The main class of the JVM in which a load runs. Immutable. */
final class LoadProcess {
    private LoadProcess() {}

    /** Carries out the order in the file that the first argument names and writes the result to the second. */
    public static void main(String[] args) throws Exception {
        JsonMapper json = JsonMapper.shared();
        LoadOrder order = json.readValue(Path.of(args[0]), LoadOrder.class);
        json.writeValue(Path.of(args[1]), order.carryOut());
    }
}
