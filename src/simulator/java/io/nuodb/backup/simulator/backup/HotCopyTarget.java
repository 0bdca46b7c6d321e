package io.nuodb.backup.simulator.backup;

import io.nuodb.backup.simulator.store.DurableFile;
import io.nuodb.backup.simulator.store.FileSystemSync;
import io.nuodb.backup.simulator.store.FileTree;
import io.nuodb.backup.simulator.store.FingerprintFiles;
import io.nuodb.backup.simulator.store.Fingerprints;
import io.nuodb.backup.simulator.store.Store;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;

/**
 * Where a hot copy writes, checked and prepared.
 *
 * @param layout the backup set
 * @param set what the set's {@code state.xml} says
 * @param name the element's name in the set
 * @param base the atoms that the set holds already
 */
record HotCopyTarget(BackupSetLayout layout, BackupSetState set, String name, Fingerprints base) {
  BackupElementLayout unfinished() {
    return layout.unfinished(name);
  }

  BackupElementLayout completed() {
    return layout.element(name);
  }

  /**
   * Creates and initializes the set of a full hot copy.
   *
   * @throws HotCopyRefusedException when its parent is missing or it is not empty
   */
  static HotCopyTarget full(HotCopyRequest request, Store store) throws HotCopyRefusedException {
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
    HotCopyTarget target = new HotCopyTarget(layout, set, BackupSetLayout.FULL, Fingerprints.EMPTY);
    try {
      if (!FileTree.isEmptyOrAbsent(directory)) {
        throw Refusals.cannotCreate(directory, "Directory not empty");
      }
      if (!Files.exists(directory)) {
        Files.createDirectory(directory);
        FileSystemSync.syncDirectory(directory.toAbsolutePath().getParent());
      }
      target.createUnfinished();
      DurableFile.replace(layout.stateFile(), StateXml.of(set).getBytes(StandardCharsets.UTF_8));
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
  static HotCopyTarget incremental(HotCopyRequest request, Store store)
      throws HotCopyRefusedException {
    Path directory = request.destination();
    BackupSetLayout layout = new BackupSetLayout(directory);
    if (!layout.isInitialized()) {
      throw Refusals.cannotUse(directory, "No such file or directory");
    }
    if (!layout.hasCompletedFull()) {
      throw Refusals.cannotUse(
          directory, "Full hot copy must be completed before incremental hot copy");
    }
    try {
      BackupSetState set = StateXmlReader.readSet(layout.stateFile());
      if (!set.archiveUid().equals(store.archiveUid())) {
        throw Refusals.cannotUse(
            directory,
            "It belongs to archive %s, not to archive %s"
                .formatted(set.archiveUid(), store.archiveUid()));
      }
      for (Path leftover : layout.unfinishedIncrementals()) {
        FileTree.delete(leftover);
      }
      List<String> elements = layout.fullAndIncrementals();
      Fingerprints base = FingerprintFiles.read(layout.element(elements.getLast()).control());
      HotCopyTarget target = new HotCopyTarget(layout, set, layout.nextIncremental(), base);
      target.createUnfinished();
      return target;
    } catch (IOException e) {
      throw Refusals.cannotUse(directory, FailureText.reason(e));
    }
  }

  private void createUnfinished() throws IOException {
    Files.createDirectories(unfinished().control());
    Files.createDirectories(unfinished().data());
  }
}
