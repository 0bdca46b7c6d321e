package io.nuodb.backup.simulator.model;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** What should be in a backup set. */
final class ModelSet {
  /**
   * A completed full or incremental.
   *
   * @param journal which of the archive's journals it ends in, see {@link ModelArchive#journal}
   * @param end the last commit in it
   */
  record Base(UUID id, int journal, long end) {}

  /**
   * A journal element.
   *
   * @param journal which of the archive's journals it is of
   * @param first its first commit
   * @param end its last commit, before the first when it has none
   * @param hasData whether its data is there
   */
  record Journal(UUID id, int journal, long first, long end, boolean hasData) {
    boolean holds(long sequence) {
      return hasData && first <= sequence && sequence <= end;
    }
  }

  final Path directory;
  final ModelArchive archive;
  final List<Base> bases = new ArrayList<>();
  final List<Journal> journals = new ArrayList<>();

  ModelSet(Path directory, ModelArchive archive) {
    this.directory = directory;
    this.archive = archive;
  }

  boolean hasFull() {
    return !bases.isEmpty();
  }

  /** Whether nuoarchive finds anything in it. */
  boolean hasElements() {
    return hasFull() || !journals.isEmpty();
  }
}
