package io.nuodb.backup.simulator.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SmallHeapTest {
  /** Each of the commits changes atoms that together are larger than the heap. */
  @Test
  void aStoreCommitsAndRecoversWhatIsLargerThanItsHeap() throws Exception {
    try (ScratchDirectory scratch = ScratchDirectory.create()) {
      Path archive = scratch.resolve("archive");
      write(archive);
      write(archive);
      assertHoldsTheLastValues(archive);
    }
  }

  private static void write(Path archive) throws IOException, InterruptedException {
    Process writer =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-Xmx24m",
                "-cp",
                System.getProperty("java.class.path"),
                ScatteredWriter.class.getName(),
                archive.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      assertThat(writer.waitFor(5, TimeUnit.MINUTES)).isTrue();
      assertThat(writer.exitValue()).isZero();
    } finally {
      writer.destroyForcibly();
    }
  }

  private static void assertHoldsTheLastValues(Path archive) throws IOException {
    try (Store store = Store.open(archive, ScatteredWriter.SETTINGS)) {
      long[] writers = new long[ScatteredWriter.ROWS];
      for (long sequence = 1; sequence <= store.lastSequence(); sequence++) {
        for (long key : ScatteredWriter.keys(sequence).toArray()) {
          writers[Math.toIntExact(key)] = sequence;
        }
      }
      List<Row> rows = store.rows("foo", 0, Integer.MAX_VALUE);
      assertThat(rows).hasSize(ScatteredWriter.ROWS);
      for (Row row : rows) {
        long writer = writers[Math.toIntExact(row.key())];
        assertThat(row.value()).isEqualTo(ScatteredWriter.value(row.key(), writer));
      }
    }
  }
}
