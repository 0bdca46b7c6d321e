package io.nuodb.backup.nuodb;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The content of a {@code fingerprints.dat}: in NuoDB's encoding of values the protocol's version,
 * then for each atom of a directory, from number 1 on, a hash, or null where there is no atom.
 */
final class FingerprintTable {
  private static final int NULL = 1;

  /** Integers from -10 to 31 are their own tag. */
  private static final int SMALLEST_INTEGER = 10;

  /** The tag of an integer of n bytes is this plus n. */
  private static final int INTEGER = 51;

  private static final int LONGEST_INTEGER = INTEGER + Long.BYTES;

  private FingerprintTable() {}

  /**
   * @param file for messages
   */
  static List<Integer> atomIds(byte[] table, Path file) throws BackupSetUnreadableException {
    List<Integer> ids = new ArrayList<>();
    int number = 0;
    int position = 0;
    while (position < table.length) {
      int tag = table[position];
      if (tag != NULL && (tag < SMALLEST_INTEGER || tag > LONGEST_INTEGER)) {
        throw new BackupSetUnreadableException(file + ": unknown tag " + tag + " at " + position);
      }
      if (number > 0 && tag != NULL) {
        ids.add(number);
      }
      number++;
      position += 1 + Math.max(0, tag - INTEGER);
    }
    if (position > table.length) {
      throw new BackupSetUnreadableException(file + " is cut off");
    }
    return ids;
  }
}
