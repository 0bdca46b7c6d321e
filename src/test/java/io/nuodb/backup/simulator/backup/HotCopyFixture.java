package io.nuodb.backup.simulator.backup;

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
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import picocli.CommandLine;

/** A storage manager's store with small atoms, its hot copies, and the model of what it holds. */
final class HotCopyFixture implements AutoCloseable {
  static final UUID DATABASE = UUID.fromString("176b65aa-6962-1e45-2e92-6df6358ddc6f");

  private static final Duration LONG_ENOUGH = Duration.ofSeconds(60);
  private static final int NODE_ID = 6;

  private final ScratchDirectory scratch = ScratchDirectory.create();
  private final ModelDatabase model = new ModelDatabase();
  private final List<Exception> endings = new CopyOnWriteArrayList<>();
  private Store store;
  private HotCopies hotCopies;

  HotCopyFixture() throws IOException {
    this(settings());
  }

  HotCopyFixture(StoreSettings settings) throws IOException {
    open(settings);
  }

  private void open(StoreSettings settings) throws IOException {
    store = Store.open(scratch.resolve("archive"), settings);
    hotCopies = new HotCopies(store, NODE_ID, Clock.systemUTC(), endings::add);
  }

  /** Stops the storage manager and starts it with other settings. */
  void restart(StoreSettings settings) throws IOException {
    hotCopies.close();
    store.close();
    open(settings);
  }

  /** Why the storage manager would have ended. */
  List<Exception> endings() {
    return endings;
  }

  static StoreSettings settings() {
    return StoreSettings.of("test", DATABASE, "test-sm-1").withSizes(1 << 20, 4000, 200);
  }

  Store store() {
    return store;
  }

  HotCopies hotCopies() {
    return hotCopies;
  }

  ModelDatabase model() {
    return model;
  }

  Path set(String name) {
    return scratch.resolve(name);
  }

  void commit(List<RowChange> changes) throws IOException {
    Commit commit = model.next(changes);
    store.apply(commit);
    model.add(commit);
  }

  void insert(String table, long key, String value) throws IOException {
    commit(List.of(new RowChange(table, key, value)));
  }

  /** Fills a table so that it takes many atoms. */
  void fill(String table, int rows) throws IOException {
    List<RowChange> changes = new ArrayList<>();
    for (int key = 0; key < rows; key++) {
      changes.add(new RowChange(table, key, "row %05d of the first fill".formatted(key)));
    }
    commit(changes);
  }

  HotCopyStatus start(HotCopyType type, Path set) throws HotCopyRefusedException {
    return start(type, set, OptionalLong.empty());
  }

  HotCopyStatus start(HotCopyType type, Path set, OptionalLong maxRate)
      throws HotCopyRefusedException {
    return hotCopies.start(new HotCopyRequest(UUID.randomUUID(), type, set, maxRate));
  }

  /** Runs a hot copy to its end, whatever that is. */
  HotCopyStatus run(HotCopyType type, Path set)
      throws HotCopyRefusedException, InterruptedException {
    return await(start(type, set).hotCopyId());
  }

  HotCopyStatus await(UUID hotCopyId) throws InterruptedException {
    assertThat(hotCopies.awaitFinished(hotCopyId, LONG_ENOUGH)).isTrue();
    return hotCopies.status(hotCopyId).orElseThrow();
  }

  /** Runs a hot copy that must succeed, and returns its element's id. */
  UUID complete(HotCopyType type, Path set) throws HotCopyRefusedException, InterruptedException {
    HotCopyStatus status = run(type, set);
    assertThat(status.message()).isEqualTo("Hot copy successfully completed");
    assertThat(status.state()).isEqualTo(HotCopyState.COMPLETED);
    return status.hotCopyId();
  }

  /** What nuoarchive printed, and its exit code. */
  record Outcome(int exitCode, String out, String err) {}

  static Outcome nuoarchive(Object... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int exitCode =
        new CommandLine(new NuoArchive())
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(err))
            .execute(Stream.of(arguments).map(Object::toString).toArray(String[]::new));
    return new Outcome(exitCode, out.toString(), err.toString());
  }

  /** Restores through an element and returns the rows that a storage manager then finds. */
  Map<String, Map<Long, String>> restored(Path set, UUID elementId) throws IOException {
    Path archive = scratch.resolve("restored-" + UUID.randomUUID());
    Outcome outcome =
        nuoarchive("restore", "--restore-dir", archive, "--backup-element-id", elementId, set);
    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.exitCode()).isZero();
    try (Store restored = Store.open(archive, settings())) {
      return ModelDatabase.rowsOf(restored);
    }
  }

  static long atomsIn(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return files.filter(file -> file.toString().endsWith(".atm")).count();
    }
  }

  /** Changes one byte in the middle of a file. */
  static void damage(Path file) throws IOException {
    byte[] content = Files.readAllBytes(file);
    content[content.length / 2] ^= 1;
    Files.write(file, content);
  }

  @Override
  public void close() throws IOException {
    hotCopies.close();
    store.close();
    scratch.close();
  }
}
