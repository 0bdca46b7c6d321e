package io.nuodb.backup.simulator.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class KilledStoreTest {
  private static final int KILLS = 3;
  private static final int COMMITS_BEFORE_A_KILL = 400;

  @Test
  void everyAcknowledgedCommitSurvivesAKill() throws Exception {
    try (ScratchDirectory scratch = ScratchDirectory.create()) {
      Path archive = scratch.resolve("archive");
      long acknowledged = 0;
      for (int i = 0; i < KILLS; i++) {
        acknowledged = writeUntilKilled(archive);
        assertHoldsEveryCommit(archive, acknowledged);
      }
      assertThat(acknowledged).isGreaterThanOrEqualTo(KILLS * COMMITS_BEFORE_A_KILL);
    }
  }

  private static long writeUntilKilled(Path archive) throws IOException, InterruptedException {
    Process writer =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-Xmx64m",
                "-cp",
                System.getProperty("java.class.path"),
                KilledWriter.class.getName(),
                archive.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    long acknowledged = 0;
    try (BufferedReader lines = writer.inputReader()) {
      for (int i = 0; i < COMMITS_BEFORE_A_KILL; i++) {
        acknowledged = Long.parseLong(lines.readLine());
      }
      writer.toHandle().destroyForcibly(); // unlike the process, it leaves the output readable
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        // The kill may have cut the last line short, which makes the number smaller.
        acknowledged = line.isEmpty() ? acknowledged : Math.max(acknowledged, Long.parseLong(line));
      }
    } finally {
      writer.destroyForcibly().waitFor();
    }
    return acknowledged;
  }

  private static void assertHoldsEveryCommit(Path archive, long acknowledged) throws IOException {
    try (Store store = Store.open(archive, KilledWriter.SETTINGS)) {
      long last = store.lastSequence();
      assertThat(last).isGreaterThanOrEqualTo(acknowledged);
      for (long sequence = Math.max(1, last - 900); sequence <= last; sequence++) {
        long key = KilledWriter.key(sequence);
        assertThat(store.row("foo", key)).contains(KilledWriter.value(sequence));
      }
    }
  }
}
