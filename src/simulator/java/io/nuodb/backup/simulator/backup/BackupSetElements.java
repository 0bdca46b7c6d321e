package io.nuodb.backup.simulator.backup;

import io.nuodb.backup.simulator.store.DamagedFileException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * A backup set as it lies on disk, for reports and restores.
 *
 * @param layout where it lies
 * @param set what its {@code state.xml} says
 * @param elements its completed full and incrementals, oldest first; none when the full has not
 *     completed
 */
record BackupSetElements(BackupSetLayout layout, BackupSetState set, List<Element> elements) {
  /**
   * A completed element.
   *
   * @param name its directory's name
   * @param layout its directory
   * @param state what its {@code control/state.xml} says
   */
  record Element(String name, BackupElementLayout layout, BackupElementState state) {
    /** Whether its data lies here, or was moved away to save space. */
    boolean hasData() {
      return Files.isDirectory(layout.data());
    }

    /**
     * Refuses to go on without the data.
     *
     * @throws RestoreException naming the element
     */
    void requireData() throws RestoreException {
      if (!hasData()) {
        throw new RestoreException(
            "Data of backup element %s is missing: %s".formatted(name, layout.data()));
      }
    }
  }

  /**
   * Reads a set; one whose full did not complete is a set too, when it has journals.
   *
   * @throws RestoreException when the directory is no backup set, or has no completed element
   * @throws DamagedFileException naming the {@code state.xml} that is damaged, or is of another set
   */
  static BackupSetElements read(Path directory) throws IOException, RestoreException {
    BackupSetLayout layout = new BackupSetLayout(directory);
    if (!layout.isInitialized()) {
      throw new RestoreException(directory + " is not a backup set: it has no state.xml");
    }
    if (!layout.hasCompletedFull() && layout.journals().isEmpty()) {
      throw noCompletedFull(directory);
    }
    BackupSetState set = StateXmlReader.readSet(layout.stateFile());
    List<String> names = layout.hasCompletedFull() ? layout.fullAndIncrementals() : List.of();
    return new BackupSetElements(layout, set, read(layout, set, names));
  }

  private static RestoreException noCompletedFull(Path directory) {
    return new RestoreException("Backup set " + directory + " has no completed full hot copy");
  }

  private static List<Element> read(BackupSetLayout layout, BackupSetState set, List<String> names)
      throws IOException {
    List<Element> elements = new ArrayList<>();
    for (String name : names) {
      BackupElementLayout element = layout.element(name);
      BackupElementState state = StateXmlReader.readElement(element.stateFile());
      if (!state.set().setId().equals(set.setId())
          || !state.set().archiveUid().equals(set.archiveUid())
          || !state.set().databaseId().equals(set.databaseId())) {
        throw new DamagedFileException(
            element.stateFile(), "not of the backup set that " + layout.stateFile() + " describes");
      }
      elements.add(new Element(name, element, state));
    }
    return elements;
  }

  Path directory() {
    return layout.directory();
  }

  /** The completed journal elements, oldest first. */
  List<Element> journals() throws IOException {
    return read(layout, set, layout.journals());
  }

  /** What a restore to the end of the newest full or incremental needs. */
  ElementChain newestChain() throws RestoreException {
    if (elements.isEmpty()) {
      throw noCompletedFull(directory());
    }
    return new ElementChain(elements);
  }

  /**
   * What a restore to this element's end needs.
   *
   * @throws RestoreException when it is none of the set's fulls and incrementals
   */
  ElementChain chainTo(UUID elementId) throws IOException, RestoreException {
    for (int i = 0; i < elements.size(); i++) {
      if (elements.get(i).state().id().equals(elementId)) {
        return new ElementChain(elements.subList(0, i + 1));
      }
    }
    for (Element journal : journals()) {
      if (journal.state().id().equals(elementId)) {
        throw new RestoreException(
            ("Backup element %s is journal element %s: only the end of a full or incremental can be"
                    + " restored by element; restore a transaction with --restore-snapshot")
                .formatted(elementId, journal.name()));
      }
    }
    throw new RestoreException("The backup set has no full or incremental element " + elementId);
  }
}
