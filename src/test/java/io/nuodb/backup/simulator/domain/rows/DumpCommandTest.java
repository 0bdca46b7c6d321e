package io.nuodb.backup.simulator.domain.rows;

import static org.assertj.core.api.Assertions.assertThat;

import io.nuodb.backup.simulator.store.Commit;
import io.nuodb.backup.simulator.store.ModelDatabase;
import io.nuodb.backup.simulator.store.RowChange;
import io.nuodb.backup.simulator.store.ScratchDirectory;
import io.nuodb.backup.simulator.store.Store;
import io.nuodb.backup.simulator.store.StoreSettings;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The dump of an archive that no storage manager uses. */
class DumpCommandTest {
  @TempDir private Path directory;
  private Path archive;

  /** The first commit is in atoms, the second in the journal only. */
  @BeforeEach
  void fillArchive() throws IOException {
    archive = directory.resolve("archive");
    ModelDatabase model = new ModelDatabase();
    try (Store store = Store.open(archive, StoreSettings.of("demo", new UUID(1, 2), "sm-0"))) {
      Commit first =
          model.next(
              List.of(
                  new RowChange("τ", -5, "last"),
                  new RowChange("foo", 10, "ten"),
                  new RowChange("foo", 9, "nine")));
      store.apply(first);
      model.add(first);
      store.checkpoint();
      store.apply(model.next(List.of(new RowChange("foo", 9, "nine again"))));
    }
  }

  @Test
  void rowsComeSortedAndAsOfTheLastCommit() {
    assertThat(dump()).isEqualTo("foo\t9\tnine again\nfoo\t10\tten\nτ\t-5\tlast\n");
  }

  @Test
  void aDigestTellsRowsTheirHashAndTheLastCommit() {
    assertThat(dump("--digest")).matches("3 [0-9a-f]{64} 2\\s+");
  }

  @Test
  void nothingInTheArchiveChanges() throws IOException {
    Path before = directory.resolve("before");
    ScratchDirectory.copyTree(archive, before);
    dump();
    dump("--digest");
    assertThat(contents(archive)).isEqualTo(contents(before));
  }

  private String dump(String... options) {
    StringWriter printed = new StringWriter();
    String[] arguments =
        Stream.concat(Stream.of("dump", archive.toString()), Stream.of(options))
            .toArray(String[]::new);
    CommandLine command = new CommandLine(new RowsCommand()).setOut(new PrintWriter(printed));
    assertThat(command.execute(arguments)).isZero();
    return printed.toString();
  }

  /** What every file holds, by its path below the directory. */
  private static Map<String, String> contents(Path directory) throws IOException {
    Map<String, String> contents = new TreeMap<>();
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        contents.put(
            directory.relativize(file).toString(),
            Files.readString(file, StandardCharsets.ISO_8859_1));
      }
    }
    return contents;
  }
}
