package io.nuodb.backup.simulator.store;

import java.nio.file.Path;
import java.util.UUID;

/**
 * Where things lie in an archive, and likewise in a hot copy's {@code data} directory: {@code
 * 1.atm} is the root atom, every other atom lies in a catalog directory {@code <c>.cat}, so that no
 * directory grows without end.
 */
public final class ArchiveLayout {
  /** The id of the atom that maps tables and keys to atoms. */
  public static final int ROOT_ATOM = 1;

  /** The root atom's file; a directory that has it is an archive. */
  public static final String ROOT_ATOM_FILE = "1.atm";

  /** The archive's own state, see {@link ArchiveState}. */
  public static final String STATE_FILE = "state.dat";

  /** What lies in here is of no use to whoever opens the archive, who deletes it. */
  public static final String TEMPORARY_DIRECTORY = "nuodbtemp";

  static final String IDENTITY_FILE = "identity.dat";
  static final String MEMBERSHIP_FILE = "membership.dat";
  static final String LOCK_FILE = ".atmlock";
  static final String FINGERPRINTS_FILE = "fingerprints.dat";
  static final String CHECKPOINT_FILE = "checkpoint.dat";
  static final String HOT_COPY_FILE = "hotcopy.dat";
  static final String JOURNAL_DIRECTORY = "journal";

  private static final int CATALOG_ATOMS = 1024;
  private static final int FIRST_CATALOG = 2;
  private static final int FIRST_CATALOGUED_ATOM = 2;

  private ArchiveLayout() {}

  /** An atom's file below an archive or an element's {@code data}. */
  public static Path atom(Path directory, int atomId) {
    if (atomId == ROOT_ATOM) {
      return directory.resolve(ROOT_ATOM_FILE);
    }
    int withinCatalog = 1 + (atomId - FIRST_CATALOGUED_ATOM) % CATALOG_ATOMS;
    return catalog(directory, catalogOf(atomId)).resolve(withinCatalog + ".atm");
  }

  /**
   * Where an archive's journal lies unless it has a directory of its own, and always in a hot
   * copy's {@code data}.
   */
  public static Path journal(Path directory) {
    return directory.resolve(JOURNAL_DIRECTORY);
  }

  static Path journalFiles(Path journalDirectory, UUID journalId) {
    return journalDirectory.resolve(journalId.toString()).resolve("njf_0");
  }

  static Path catalog(Path directory, int catalog) {
    return directory.resolve(catalog + ".cat");
  }

  static int catalogOf(int atomId) {
    return FIRST_CATALOG + (atomId - FIRST_CATALOGUED_ATOM) / CATALOG_ATOMS;
  }

  static int firstCatalog() {
    return FIRST_CATALOG;
  }

  static int firstAtomOf(int catalog) {
    return FIRST_CATALOGUED_ATOM + (catalog - FIRST_CATALOG) * CATALOG_ATOMS;
  }

  static int lastAtomOf(int catalog) {
    return firstAtomOf(catalog) + CATALOG_ATOMS - 1;
  }
}
