package io.nuodb.backup.simulator.backup;

import io.nuodb.backup.simulator.store.ArchiveLayout;
import io.nuodb.backup.simulator.store.DurableFile;
import io.nuodb.backup.simulator.store.FileSystemSync;
import io.nuodb.backup.simulator.store.FileTree;
import io.nuodb.backup.simulator.store.FingerprintFiles;
import io.nuodb.backup.simulator.store.Fingerprints;
import io.nuodb.backup.simulator.store.JournalCopy;
import io.nuodb.backup.simulator.store.Store;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.UUID;

/**
 * An element of a backup set, as a hot copy writes it.
 *
 * @param layout the backup set
 * @param set what the set's {@code state.xml} says
 * @param name the element's name in the set
 * @param base the atoms that the set holds already
 */
record ElementTarget(BackupSetLayout layout, BackupSetState set, String name, Fingerprints base)
    implements HotCopyTarget {

  /**
   * Creates and initializes the set of a full hot copy, which is then the archive's newest.
   *
   * @throws HotCopyRefusedException when its parent is missing or it is not empty
   */
  static ElementTarget full(HotCopyRequest request, Store store) throws HotCopyRefusedException {
    Path directory = request.destination();
    BackupSetLayout layout = new BackupSetLayout(directory);
    BackupSetState set =
        new BackupSetState(
            store.settings().databaseName(),
            store.databaseId(),
            request.hotCopyId(),
            UUID.randomUUID(),
            store.archiveUid(),
            directory.toString(),
            store.archiveDirectory().toString(),
            store.settings().hostname());
    ElementTarget target = new ElementTarget(layout, set, BackupSetLayout.FULL, Fingerprints.EMPTY);
    try {
      NewDirectory.create(directory);
      target.createUnfinished();
      DurableFile.replace(layout.stateFile(), StateXml.of(set).getBytes(StandardCharsets.UTF_8));
      store.hotCopyBookkeeping().initialized(set.setId());
    } catch (IOException e) {
      throw Refusals.cannotCreate(directory, FailureText.reason(e));
    }
    return target;
  }

  /**
   * Prepares the next incremental element of a set.
   *
   * @throws HotCopyRefusedException when the set has no completed full, is of another archive, or
   *     cannot be read
   */
  static ElementTarget incremental(HotCopyRequest request, Store store)
      throws HotCopyRefusedException {
    BackupSetLayout layout = new BackupSetLayout(request.destination());
    BackupSetState set = openSet(layout, store);
    if (!layout.hasCompletedFull()) {
      throw Refusals.cannotUse(
          layout.directory(), "Full hot copy must be completed before incremental hot copy");
    }
    try {
      layout.deleteUnfinished(HotCopyType.INCREMENTAL);
      String newest = layout.fullAndIncrementals().getLast();
      Fingerprints base = FingerprintFiles.read(layout.element(newest).control());
      ElementTarget target = new ElementTarget(layout, set, layout.nextIncremental(), base);
      target.createUnfinished();
      return target;
    } catch (IOException e) {
      throw Refusals.cannotUse(layout.directory(), FailureText.reason(e));
    }
  }

  /**
   * Prepares the next journal element of a set, whose full need not be complete.
   *
   * @throws HotCopyRefusedException when the set is not the one that was most recently initialized
   *     for this archive
   */
  static ElementTarget journal(HotCopyRequest request, Store store) throws HotCopyRefusedException {
    BackupSetLayout layout = new BackupSetLayout(request.destination());
    BackupSetState set = openSet(layout, store);
    if (!store.hotCopyBookkeeping().isNewest(set.setId())) {
      throw Refusals.cannotUse(
          layout.directory(), "It is not the most recently initialized backup set of the archive");
    }
    try {
      layout.deleteUnfinished(HotCopyType.JOURNAL);
      ElementTarget target =
          new ElementTarget(layout, set, layout.nextJournal(), Fingerprints.EMPTY);
      target.createUnfinished();
      return target;
    } catch (IOException e) {
      throw Refusals.cannotUse(layout.directory(), FailureText.reason(e));
    }
  }

  private static BackupSetState openSet(BackupSetLayout layout, Store store)
      throws HotCopyRefusedException {
    if (!layout.isInitialized()) {
      throw Refusals.cannotUse(layout.directory(), "No such file or directory");
    }
    BackupSetState set;
    try {
      set = StateXmlReader.readSet(layout.stateFile());
    } catch (IOException e) {
      throw Refusals.cannotUse(layout.directory(), FailureText.reason(e));
    }
    if (!set.archiveUid().equals(store.archiveUid())) {
      throw Refusals.cannotUse(
          layout.directory(),
          "It belongs to archive %s, not to archive %s"
              .formatted(set.archiveUid(), store.archiveUid()));
    }
    return set;
  }

  private void createUnfinished() throws IOException {
    Files.createDirectories(element().control());
    Files.createDirectories(element().data());
  }

  private BackupElementLayout element() {
    return layout.unfinished(name);
  }

  @Override
  public Path unfinished() {
    return element().directory();
  }

  @Override
  public Path completed() {
    return layout.element(name).directory();
  }

  @Override
  public Path data() {
    return element().data();
  }

  @Override
  public Path journal() {
    return ArchiveLayout.journal(data());
  }

  @Override
  public void describe(CopiedArchive archive, HotCopyRun run) throws IOException {
    run.files().writeTables(element().control(), archive.fingerprints());
    describe(archive.journal(), archive.endTime(), run);
  }

  /** Writes the element's {@code state.xml}. */
  void describe(JournalCopy journal, Instant endTime, HotCopyRun run) throws IOException {
    BackupElementState state =
        new BackupElementState(
            run.request().hotCopyId(),
            run.request().type(),
            set,
            journal.endSequence(),
            journal.firstCopiedFile(),
            journal.lastCopiedFile(),
            run.startTime(),
            endTime);
    run.files().write(element().stateFile(), StateXml.of(state).getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public void sync() throws IOException {
    FileSystemSync.sync(layout.directory());
  }

  @Override
  public void moveIntoPlace() throws IOException {
    Files.move(unfinished(), completed(), StandardCopyOption.ATOMIC_MOVE);
    FileSystemSync.syncDirectory(layout.directory());
    FileSystemSync.syncDirectory(layout.temporary());
  }

  @Override
  public void delete() throws IOException {
    FileTree.delete(unfinished());
  }
}
