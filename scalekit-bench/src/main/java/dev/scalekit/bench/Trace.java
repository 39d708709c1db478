package dev.scalekit.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.tukaani.xz.XZInputStream;

/** The keys that somebody's cache was asked for, in that order. Immutable, as nobody changes the keys. */
final class Trace {
    private static final String ENDING = ".trace.xz";

    private final String name;
    private final int[] keys;

    /** @param name the name of the file without its endings */
    private Trace(String name, int... keys) {
        this.name = name;
        this.keys = keys;
    }

    /**
     * Reads all traces in a folder: files {@code *.trace.xz} as cache2k records them, which is a key after the other, an int of
     * four bytes with the highest first.
     *
     * @return them by name, at least one
     * @throws BenchmarkFailedException if there is none, or one has another format
     * @throws IOException if one cannot be read
     */
    static List<Trace> all(Path folder) throws IOException {
        List<Path> files;
        try (Stream<Path> found = Files.list(folder)) {
            files = found.filter(file -> name(file).endsWith(ENDING)).sorted().toList();
        }
        if (files.isEmpty()) {
            throw new BenchmarkFailedException("no traces in " + folder + ": no file *" + ENDING);
        }
        Trace[] traces = new Trace[files.size()];
        for (int i = 0; i < traces.length; i++) {
            traces[i] = read(files.get(i));
        }
        return List.of(traces);
    }

    private static Trace read(Path file) throws IOException {
        byte[] bytes;
        try (XZInputStream in = new XZInputStream(Files.newInputStream(file))) {
            bytes = in.readAllBytes();
        }
        if (bytes.length == 0 || bytes.length % Integer.BYTES != 0) {
            throw new BenchmarkFailedException(
                    file + " is no trace: " + bytes.length + " bytes are not one or more keys of " + Integer.BYTES);
        }
        int[] keys = new int[bytes.length / Integer.BYTES];
        ByteBuffer.wrap(bytes).asIntBuffer().get(keys);
        String name = name(file);
        return new Trace(name.substring(0, name.length() - ENDING.length()), keys);
    }

    private static String name(Path file) {
        return String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
    }

    String name() {
        return name;
    }

    /** At least one. */
    int[] keys() {
        return keys;
    }

    /** How many keys are asked for without repetition. */
    long distinct() {
        return Arrays.stream(keys).distinct().count();
    }

    /** Without the keys, which are many. */
    @Override
    public String toString() {
        return name + ", " + keys.length + " requests";
    }
}
