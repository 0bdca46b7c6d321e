package io.nuodb.backup.agent;

import io.nuodb.backup.job.Cause;
import io.nuodb.backup.nuodb.BackupElement;
import io.nuodb.backup.nuodb.BackupSetOnDisk;
import io.nuodb.backup.nuodb.BackupSetReader;
import io.nuodb.backup.nuodb.BackupSetUnreadableException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The elements of a set that a restore applies, from the full one on.
 *
 * @param elements never empty; the last is the one whose end is restored
 */
record RestoreChain(BackupSetOnDisk set, List<BackupElement> elements) {
  /**
   * @param elementId the element whose end is wanted; the newest when empty
   */
  static RestoreChain read(Path directory, Optional<String> elementId) throws RestoreException {
    BackupSetOnDisk set;
    try {
      set =
          BackupSetReader.read(directory)
              .orElseThrow(
                  () ->
                      new RestoreException(
                          Cause.BackupSetNotFound, "there is no backup set in " + directory));
    } catch (BackupSetUnreadableException e) {
      throw new RestoreException(Cause.BackupSetUnreadable, e.getMessage());
    }
    if (!set.complete()) {
      throw new RestoreException(
          Cause.ElementNotFound, directory + " has no full element: its hot copy did not complete");
    }
    if (elementId.isEmpty()) {
      return new RestoreChain(set, set.chain());
    }
    BackupElement last =
        set.element(elementId.get())
            .orElseThrow(
                () ->
                    new RestoreException(
                        Cause.ElementNotFound,
                        directory + " has no full or incremental element " + elementId.get()));
    return new RestoreChain(set, set.chain().subList(0, set.chain().indexOf(last) + 1));
  }

  BackupElement last() {
    return elements.getLast();
  }
}
