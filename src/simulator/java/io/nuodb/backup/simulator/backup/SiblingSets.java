package io.nuodb.backup.simulator.backup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The backup sets of the same archive that lie beside a set (NuoDB docs, Using Journal Hot Copy,
 * Backup Set Location). What they are is read in them; names and file times say nothing.
 *
 * @param sets those that can be read
 * @param unreadable why others cannot, which may be of the same archive or not
 */
record SiblingSets(List<BackupSetElements> sets, List<String> unreadable) {
  static SiblingSets of(BackupSetElements set) throws IOException {
    Path directory = set.directory().toRealPath();
    List<BackupSetElements> sets = new ArrayList<>();
    List<String> unreadable = new ArrayList<>();
    try (Stream<Path> entries = Files.list(directory.getParent())) {
      for (Path entry : entries.sorted().toList()) {
        if (!entry.equals(directory) && new BackupSetLayout(entry).isInitialized()) {
          read(entry, set, sets, unreadable);
        }
      }
    }
    return new SiblingSets(sets, unreadable);
  }

  private static void read(
      Path sibling, BackupSetElements set, List<BackupSetElements> sets, List<String> unreadable) {
    try {
      BackupSetElements read = BackupSetElements.read(sibling);
      read.journals();
      if (read.set().archiveUid().equals(set.set().archiveUid())
          && read.set().databaseId().equals(set.set().databaseId())) {
        sets.add(read);
      }
    } catch (IOException e) {
      unreadable.add(FailureText.inFile(e, ""));
    } catch (RestoreException e) {
      // no completed element in it: nothing that a restore could use
    }
  }

  /** What a refusal for want of a sibling adds when there are some that may be the one. */
  String unreadableText() {
    return unreadable.isEmpty() ? "" : "; not readable: " + String.join("; ", unreadable);
  }
}
