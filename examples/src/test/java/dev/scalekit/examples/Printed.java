package dev.scalekit.examples;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;

/** Runs a program and reads what it prints; needs {@code System.out} for itself. Not instantiable. */
final class Printed {
    private Printed() {}

    /** A program. */
    interface Main {
        void run(String[] arguments) throws Exception;
    }

    static List<String> by(Main main, String... arguments) throws Exception {
        PrintStream before = System.out;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        System.setOut(new PrintStream(bytes, true, UTF_8));
        try {
            main.run(arguments);
        } finally {
            System.setOut(before);
        }
        return bytes.toString(UTF_8).lines().toList();
    }
}
