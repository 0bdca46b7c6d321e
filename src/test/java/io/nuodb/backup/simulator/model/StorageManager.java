package io.nuodb.backup.simulator.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.nuodb.backup.simulator.backup.HotCopies;
import io.nuodb.backup.simulator.store.AtomSource;
import io.nuodb.backup.simulator.store.FileTree;
import io.nuodb.backup.simulator.store.ModelDatabase;
import io.nuodb.backup.simulator.store.ScratchDirectory;
import io.nuodb.backup.simulator.store.Store;
import io.nuodb.backup.simulator.store.StoreSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.UUID;

/** A storage manager's store and hot copies, and what they should be. */
final class StorageManager {
  private static final UUID DATABASE = UUID.fromString("176b65aa-6962-1e45-2e92-6df6358ddc6f");

  /** So small that atoms split, journal files fill up and checkpoints begin in every sequence. */
  static final StoreSettings SMALL =
      StoreSettings.of("test", DATABASE, "test-sm").withSizes(20_000, 700, 200);

  final ModelArchive model;
  private final String name;
  private final Path directory;
  private final ModelTransactions transactions;
  private Store store;
  private HotCopies hotCopies;
  private PausedWrites pausedWrites;
  private boolean behind;

  StorageManager(
      String name, Path directory, boolean journalHotCopy, ModelTransactions transactions)
      throws IOException {
    this.name = name;
    this.directory = directory;
    this.transactions = transactions;
    this.model = new ModelArchive(journalHotCopy);
    open();
  }

  boolean isUp() {
    return store != null;
  }

  Store store() {
    return store;
  }

  HotCopies hotCopies() {
    return hotCopies;
  }

  PausedWrites pausedWrites() {
    return pausedWrites;
  }

  void fallBehind() {
    behind = true;
  }

  boolean isBehind() {
    return behind;
  }

  /** Takes the commits that are there, unless it falls behind. */
  void deliver() throws IOException {
    if (!behind) {
      catchUp();
    }
  }

  /** Takes the commits that are there, all at once. */
  void catchUp() throws IOException {
    behind = false;
    long last = transactions.last();
    store.applyAll(transactions.between(model.applied, last));
    model.applied = last;
  }

  private void open() throws IOException {
    pausedWrites = new PausedWrites();
    StoreSettings settings = SMALL.withFaults(pausedWrites);
    store = Store.open(directory, model.journalHotCopy ? settings.withJournalHotCopy() : settings);
    hotCopies = new HotCopies(store, 1, Clock.systemUTC());
  }

  /** Starts anew, with SYNC when commits were made without it. */
  void comeBack(StorageManager other) throws IOException {
    open();
    assertHoldsWhatItShould();
    if (model.applied < transactions.last()) {
      try (AtomSource source = other.store.pinForSync()) {
        store.synchronizeFrom(source);
      }
      model.synchronizedTo(transactions.last());
      assertHoldsWhatItShould();
    }
  }

  void assertHoldsWhatItShould() throws IOException {
    assertThat(store.lastSequence()).as("last commit of " + name).isEqualTo(model.applied);
    assertThat(ModelDatabase.rowsOf(store))
        .as("rows of " + name)
        .isEqualTo(transactions.rowsAt(model.applied));
  }

  void stop() throws IOException {
    hotCopies.close();
    closeStore();
  }

  /** Whatever runs breaks off where it is; a store flushes nothing when it is closed. */
  void kill() throws IOException {
    pausedWrites.kill();
    hotCopies.close();
    closeStore();
  }

  private void closeStore() throws IOException {
    store.close();
    store = null;
    hotCopies = null;
    model.running.clear();
    behind = false;
  }

  /** Something happens, and then the archive is again what it was before. */
  void forget(Step step) throws Exception {
    stop();
    Path before = directory.resolveSibling(directory.getFileName() + "-before");
    ScratchDirectory.copyTree(directory, before);
    open();
    try {
      step.run();
    } finally {
      stop();
      FileTree.delete(directory);
      Files.move(before, directory);
    }
    open();
    assertHoldsWhatItShould();
  }

  interface Step {
    void run() throws Exception;
  }

  Path directory() {
    return directory;
  }

  @Override
  public String toString() {
    return name;
  }
}
