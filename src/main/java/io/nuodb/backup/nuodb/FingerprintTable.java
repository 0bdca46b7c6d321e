package io.nuodb.backup.nuodb;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;

/**
 * The content of a {@code fingerprints.dat}: in NuoDB's encoding of values the protocol's version,
 * then for each atom of a directory, from number 1 on, a hash, or null where there is no atom.
 */
final class FingerprintTable {
  private static final int END = -1;
  private static final int NULL = 1;

  /** Integers from -10 to 31 are their own tag. */
  private static final int SMALLEST_INTEGER = 10;

  /** The tag of an integer of n bytes is this plus n. */
  private static final int INTEGER = 51;

  private static final int LONGEST_INTEGER = INTEGER + Long.BYTES;

  private FingerprintTable() {}

  /** The numbers of the atoms in the table. */
  static BitSet atoms(Path file) throws IOException {
    BitSet numbers = new BitSet();
    try (InputStream table = new BufferedInputStream(Files.newInputStream(file))) {
      int number = 0;
      for (int tag = table.read(); tag != END; tag = table.read()) {
        if (tag != NULL && (tag < SMALLEST_INTEGER || tag > LONGEST_INTEGER)) {
          throw new BackupSetUnreadableException(
              "%s: unknown tag %d, after %d atoms".formatted(file, tag, Math.max(0, number - 1)));
        }
        if (number > 0 && tag != NULL) {
          numbers.set(number);
        }
        number++;
        table.skipNBytes(Math.max(0, tag - INTEGER));
      }
    } catch (EOFException e) {
      throw new BackupSetUnreadableException(file + " is cut off", e);
    }
    return numbers;
  }
}
