package io.nuodb.backup.simulator.backup;

import static org.assertj.core.api.Assertions.assertThat;

import io.nuodb.backup.simulator.backup.HotCopyFixture.Outcome;
import io.nuodb.backup.simulator.store.ArchiveState;
import io.nuodb.backup.simulator.store.Commit;
import io.nuodb.backup.simulator.store.FileTree;
import io.nuodb.backup.simulator.store.JournalFileWriter;
import io.nuodb.backup.simulator.store.ModelDatabase;
import io.nuodb.backup.simulator.store.RowChange;
import io.nuodb.backup.simulator.store.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * A storage manager's store, its fulls and incrementals, and journal elements written here: any
 * commits in any elements, those that journal hot copies make and those that damage leaves.
 */
final class JournalCopyFixture implements AutoCloseable {
  private static final Instant EPOCH = Instant.parse("2021-12-19T20:58:15.250Z");

  private final HotCopyFixture fixture = new HotCopyFixture();
  private final List<Commit> commits = new ArrayList<>();
  private long lastCopied;
  private long lastFile;
  private int restores;

  JournalCopyFixture() throws IOException {}

  HotCopyFixture hotCopies() {
    return fixture;
  }

  Path directory(String name) {
    return fixture.set(name);
  }

  long lastSequence() {
    return commits.size();
  }

  Commit commit(long sequence) {
    return commits.get(Math.toIntExact(sequence - 1));
  }

  /** Commits a transaction that saw all others. */
  Commit commit(RowChange... changes) throws IOException {
    return commitSeeing(lastSequence(), changes);
  }

  /** Commits a transaction that saw others only up to a commit, since it began so early. */
  Commit commitSeeing(long snapshotSequence, RowChange... changes) throws IOException {
    long sequence = lastSequence() + 1;
    Commit commit =
        new Commit(
            6530 + 128 * (sequence ^ 1), // ids are not in commit order
            sequence,
            snapshotSequence,
            EPOCH.plusMillis(700 * sequence),
            List.of(changes));
    fixture.store().apply(commit);
    commits.add(commit);
    return commit;
  }

  /** Commits transactions that each insert a row. */
  void insert(int rows) throws IOException {
    for (int i = 0; i < rows; i++) {
      long sequence = lastSequence() + 1;
      commit(new RowChange("foo", sequence, "row of commit " + sequence));
    }
  }

  /** A full hot copy into a new set. */
  Path full(String name) throws Exception {
    Path set = directory(name);
    fixture.complete(HotCopyType.FULL, set);
    return set;
  }

  /** A set that was initialized by a full hot copy that failed. */
  Path failedFull(String name) throws IOException {
    Path set = Files.createDirectory(directory(name));
    BackupSetState state =
        new BackupSetState(
            "test",
            HotCopyFixture.DATABASE,
            UUID.randomUUID(),
            UUID.randomUUID(),
            fixture.store().archiveUid(),
            set.toString(),
            fixture.store().archiveDirectory().toString(),
            "test-sm-1");
    Files.writeString(new BackupSetLayout(set).stateFile(), StateXml.of(state));
    return set;
  }

  /** A journal hot copy of what none has copied yet, as two files. */
  Path journal(Path set) throws IOException {
    long middle = (lastCopied + lastSequence() + 1) / 2;
    Path element = journal(set, lastCopied + 1, middle, middle + 1, lastSequence());
    lastCopied = lastSequence();
    return element;
  }

  /** A journal element with files of any commits: each from a first one through a last one. */
  Path journal(Path set, long... bounds) throws IOException {
    BackupSetLayout layout = new BackupSetLayout(set);
    BackupElementLayout element = layout.element(layout.nextJournal());
    Files.createDirectories(element.data());
    Files.createDirectories(element.control());
    UUID journalId = ArchiveState.read(fixture.store().archiveDirectory()).journalId();
    long firstFile = lastFile + 1;
    for (int i = 0; i < bounds.length; i += 2) {
      if (bounds[i] <= bounds[i + 1]) {
        List<Commit> copied =
            commits.subList(Math.toIntExact(bounds[i] - 1), Math.toIntExact(bounds[i + 1]));
        JournalFileWriter.write(element.data(), journalId, ++lastFile, copied);
      }
    }
    BackupElementState state =
        new BackupElementState(
            UUID.randomUUID(),
            HotCopyType.JOURNAL,
            StateXmlReader.readSet(layout.stateFile()),
            bounds[bounds.length - 1],
            firstFile,
            lastFile,
            Instant.EPOCH,
            Instant.EPOCH);
    Files.writeString(element.stateFile(), StateXml.of(state));
    return element.directory();
  }

  /** The rows that a restore to a transaction gives from a base: the base, what it saw, itself. */
  Map<String, Map<Long, String>> rowsSeenBy(Commit transaction, long baseEnd) {
    ModelDatabase seen = new ModelDatabase();
    commits.stream()
        .filter(commit -> commit.sequence() <= Math.max(baseEnd, transaction.snapshotSequence()))
        .forEach(seen::add);
    seen.add(transaction);
    return seen.rowsAt(seen.lastSequence());
  }

  /** Restores to a transaction and returns the rows that a storage manager then finds. */
  Map<String, Map<Long, String>> restored(Path set, Commit transaction) throws IOException {
    Path archive = directory("restored-" + ++restores);
    Outcome outcome = restore(set, transaction.transactionId(), archive);
    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.exitCode()).isZero();
    Map<String, Map<Long, String>> rows = rowsIn(archive);
    FileTree.delete(archive);
    return rows;
  }

  static Outcome restore(Path set, long transactionId, Path archive) {
    return HotCopyFixture.nuoarchive(
        "restore", "--quiet", "--restore-snapshot", transactionId, "--restore-dir", archive, set);
  }

  static Map<String, Map<Long, String>> rowsIn(Path archive) throws IOException {
    try (Store restored = Store.open(archive, HotCopyFixture.settings())) {
      return ModelDatabase.rowsOf(restored);
    }
  }

  /** The ids that {@code --report-timestamps} lists. */
  static List<Long> listed(Path set) {
    Outcome outcome = HotCopyFixture.nuoarchive("restore", "--report-timestamps", set);
    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.exitCode()).isZero();
    return outcome.out().lines().map(line -> Long.valueOf(line.split(" ")[1])).toList();
  }

  @Override
  public void close() throws IOException {
    fixture.close();
  }
}
