package dev.scalekit.testkit.architecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The folder of one Maven module. Immutable.
 *
 * <p>Classes are read from the module's own output folders and not by package from the class path, so that a class in a
 * package where it does not belong is seen too.
 */
record ModuleFolder(Path path) {

    /** The module whose tests run: Surefire starts the test JVM in its folder. */
    static ModuleFolder ofRunningTest() {
        return new ModuleFolder(Path.of(System.getProperty("user.dir")));
    }

    Path sources() {
        return existing("src/main/java");
    }

    JavaClasses mainClasses() {
        return new ClassFileImporter().importPath(existing("target/classes"));
    }

    JavaClasses testClasses() {
        return new ClassFileImporter().importPath(existing("target/test-classes"));
    }

    private Path existing(String folder) {
        Path found = path.resolve(folder);
        if (!Files.isDirectory(found)) {
            throw new IllegalStateException("There is no folder " + found
                    + ": architecture tests run in the folder of their module, after it" + " was compiled by Maven");
        }
        return found;
    }
}
