package io.nuodb.backup.simulator.backup;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * A backup set as it lies on disk, for reports and restores.
 *
 * @param set what its {@code state.xml} says
 * @param elements its completed elements, oldest first
 */
record BackupSetElements(BackupSetState set, List<Element> elements) {
  /**
   * A completed element.
   *
   * @param name its directory's name
   * @param layout its directory
   * @param state what its {@code control/state.xml} says
   */
  record Element(String name, BackupElementLayout layout, BackupElementState state) {}

  /**
   * Reads a set.
   *
   * @throws RestoreException when the directory is no backup set, or its full is not complete
   */
  static BackupSetElements read(Path directory) throws IOException, RestoreException {
    BackupSetLayout layout = new BackupSetLayout(directory);
    if (!layout.isInitialized()) {
      throw new RestoreException(directory + " is not a backup set: it has no state.xml");
    }
    if (!layout.hasCompletedFull()) {
      throw new RestoreException("Backup set " + directory + " has no completed full hot copy");
    }
    List<Element> elements = new ArrayList<>();
    for (String name : layout.fullAndIncrementals()) {
      BackupElementLayout element = layout.element(name);
      elements.add(new Element(name, element, StateXmlReader.readElement(element.stateFile())));
    }
    return new BackupSetElements(StateXmlReader.readSet(layout.stateFile()), elements);
  }

  /** What a restore to this element's end needs, oldest first. */
  List<Element> chainTo(UUID elementId) throws RestoreException {
    for (int i = 0; i < elements.size(); i++) {
      if (elements.get(i).state().id().equals(elementId)) {
        return elements.subList(0, i + 1);
      }
    }
    throw new RestoreException("The backup set has no full or incremental element " + elementId);
  }
}
