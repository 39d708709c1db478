package dev.scalekit.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.scalekit.testkit.ChildJvm;
import dev.scalekit.testkit.OwnedProcess;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class FolderLockTest {
    @TempDir
    Path temporary;

    private Path folder;

    @BeforeEach
    void name() throws IOException {
        folder = temporary.toRealPath().resolve("queue");
    }

    @Test
    void what_is_missing_is_created_for_its_owner_only() throws IOException {
        try (FolderLock lock = FolderLock.of(folder)) {
            assertThat(lock.directory()).isEqualTo(folder);
            assertThat(permissions(folder)).isEqualTo("rwx------");
            assertThat(permissions(folder.resolve("LOCK"))).isEqualTo("rw-------");
            assertThat(permissions(folder.resolve("LOCK.jvm"))).isEqualTo("rw-------");
        }
    }

    @Test
    void a_second_open_in_this_process_is_refused_until_the_first_is_closed() throws IOException {
        try (FolderLock lock = FolderLock.of(folder)) {
            assertThatThrownBy(() -> FolderLock.of(lock.directory()))
                    .isInstanceOf(QueueInUseException.class)
                    .hasMessage("The queue in " + folder + " is in use by this process, "
                            + ProcessHandle.current().pid() + ": it can be open once at a time");
        }

        FolderLock.of(folder).close();
    }

    @Test
    void a_way_through_a_link_leads_to_the_same_lock() throws IOException {
        Path link = Files.createSymbolicLink(temporary.resolve("link"), temporary.toRealPath());
        try (FolderLock lock = FolderLock.of(folder)) {
            assertThatThrownBy(() -> FolderLock.of(link.resolve("queue")))
                    .isInstanceOf(QueueInUseException.class)
                    .hasMessageContaining(lock.directory().toString());
        }
    }

    /** A web application of its own has its own copy of the library. */
    @Test
    void another_class_loader_is_refused_as_well() throws Exception {
        URL classes = FolderLock.class.getProtectionDomain().getCodeSource().getLocation();
        try (FolderLock lock = FolderLock.of(folder);
                URLClassLoader other = new URLClassLoader(new URL[] {classes}, null)) {
            Class<?> twin = other.loadClass(FolderLock.class.getName());
            Method open = twin.getDeclaredMethod("of", Path.class);
            open.setAccessible(true);

            assertThat(twin).isNotSameAs(FolderLock.class);
            assertThatThrownBy(() -> open.invoke(null, lock.directory()))
                    .isInstanceOf(InvocationTargetException.class)
                    .cause()
                    .hasMessageContaining("in use by this process");
        }
    }

    @Test
    void a_second_process_is_refused_and_told_by_whom_even_after_a_refusal_in_this_one() throws IOException {
        try (FolderLock lock = FolderLock.of(folder)) {
            // On POSIX systems whoever is refused could take the lock from its owner by closing the file.
            assertThatThrownBy(() -> FolderLock.of(lock.directory())).isInstanceOf(QueueInUseException.class);

            try (OwnedProcess other = holder()) {
                assertThat(other.output().readLine())
                        .startsWith("The queue in " + folder + " is in use by process "
                                + ProcessHandle.current().pid() + " on ")
                        .contains(", started 20")
                        .endsWith(": it can be open once at a time");
            }
        }
    }

    @Test
    void what_a_killed_process_held_is_taken_over() throws IOException {
        try (OwnedProcess other = holder()) {
            assertThat(other.output().readLine()).isEqualTo("held");
            assertThatThrownBy(() -> FolderLock.of(folder))
                    .isInstanceOf(QueueInUseException.class)
                    .hasMessageContaining("is in use by process " + other.pid() + " on ");

            other.kill();
        }

        FolderLock.of(folder).close();
    }

    @Test
    void an_interrupted_thread_takes_and_gives_back_and_is_still_interrupted() throws IOException {
        Thread.currentThread().interrupt();
        try (FolderLock lock = FolderLock.of(folder)) {
            assertThat(Thread.currentThread().isInterrupted()).isTrue();
            assertThatThrownBy(() -> FolderLock.of(lock.directory())).isInstanceOf(QueueInUseException.class);
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }

        FolderLock.of(folder).close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"LOCK", "LOCK.jvm"})
    void a_lock_file_that_is_a_link_is_refused_and_not_followed(String name) throws IOException {
        FolderLock.of(folder).close();
        Path secret = Files.writeString(temporary.resolve("secret"), "x");
        Files.delete(folder.resolve(name));
        Files.createSymbolicLink(folder.resolve(name), secret);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> FolderLock.of(folder))
                .withMessageContaining("must be a regular file");
        assertThat(secret).hasContent("x");
    }

    @Test
    void a_directory_that_is_a_link_or_a_file_is_refused() throws IOException {
        Path there = Files.createDirectory(temporary.resolve("there"));
        Path link = Files.createSymbolicLink(temporary.resolve("link"), there);
        Path file = Files.writeString(temporary.resolve("file"), "x");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> FolderLock.of(link))
                .withMessageContaining("symbolic link");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FolderLock.of(file))
                .withMessageContaining("must be a directory");
        assertThat(there).isEmptyDirectory();
    }

    @Test
    void a_directory_in_one_that_is_missing_is_refused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FolderLock.of(folder.resolve("below")))
                .withMessageContaining("create it first");
        assertThat(folder).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"rwxrwx---", "rwx----w-", "rwxrwxrwx"})
    void a_directory_that_others_may_write_to_is_refused(String permissions) throws IOException {
        Files.createDirectory(folder);
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString(permissions));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> FolderLock.of(folder))
                .withMessageContainingAll(permissions, "run chmod go-w " + folder);
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void a_directory_of_another_user_is_refused() throws IOException {
        Files.createDirectory(folder);
        assumeTrue(givenAway(folder), "only root can give a directory away");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> FolderLock.of(folder))
                .withMessageContaining("must belong to the user of this process");
        assertThat(folder).isEmptyDirectory();
    }

    private static boolean givenAway(Path folder) {
        try {
            Files.setAttribute(folder, "unix:uid", 12_345);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private OwnedProcess holder() {
        return OwnedProcess.startPiped(
                "Holder", ChildJvm.command(Holder.class, List.of(folder.toString())), temporary.resolve("errors"));
    }

    private static String permissions(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    /** Takes a directory, says so or why not, and never gives it back. */
    static final class Holder {
        private Holder() {}

        public static void main(String[] arguments) throws Exception {
            try {
                FolderLock lock = FolderLock.of(Path.of(arguments[0]));
                System.out.println("held");
                synchronized (lock) {
                    while (true) {
                        lock.wait();
                    }
                }
            } catch (QueueInUseException e) {
                System.out.println(e.getMessage());
            }
        }
    }
}
