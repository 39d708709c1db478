package dev.scalekit.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

final class ChildJvmTest {

    @Test
    void a_killed_jvm_leaves_no_performance_data_among_the_temporary_files() throws IOException {
        try (OwnedProcess jvm = OwnedProcess.startPiped("idle", ChildJvm.command(Idle.class, List.of("ready")), null)) {
            assertThat(jvm.output().readLine()).isEqualTo("ready");
            // Always there on Linux, whatever java.io.tmpdir says.
            Path data = Path.of("/tmp", "hsperfdata_" + System.getProperty("user.name"), Long.toString(jvm.pid()));

            jvm.kill();

            assertThat(data).doesNotExist();
        }
    }

    /** Says a word and hangs. */
    static final class Idle {
        public static void main(String[] arguments) throws InterruptedException {
            System.out.println(arguments[0]);
            new CountDownLatch(1).await();
        }
    }
}
