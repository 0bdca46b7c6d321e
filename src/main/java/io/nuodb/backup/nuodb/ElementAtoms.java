package io.nuodb.backup.nuodb;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedSet;
import java.util.TreeSet;

/** The atoms that an archive has at the end of a hot copy, by their paths in the archive. */
public final class ElementAtoms {
  private static final String TABLE = "fingerprints.dat";
  private static final String ATOM = ".atm";

  private ElementAtoms() {}

  /**
   * The atoms that the element's fingerprint tables list, in its own data or in that of the
   * elements before, and all in its own data. Atoms dropped since an earlier element are not among
   * them.
   */
  public static SortedSet<Path> of(BackupElement element) throws IOException {
    SortedSet<Path> atoms = new TreeSet<>();
    for (Path file : FileTree.of(element.data()).sizes().keySet()) {
      if (file.toString().endsWith(ATOM)) {
        atoms.add(file);
      }
    }
    Path control = element.directory().resolve("control");
    for (Path file : FileTree.of(control).sizes().keySet()) {
      if (file.endsWith(TABLE)) {
        FingerprintTable.atomIds(Files.readAllBytes(control.resolve(file)), control.resolve(file))
            .forEach(id -> atoms.add(file.resolveSibling(id + ATOM)));
      }
    }
    return atoms;
  }
}
