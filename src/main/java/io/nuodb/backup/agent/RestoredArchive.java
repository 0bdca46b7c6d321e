package io.nuodb.backup.agent;

import io.nuodb.backup.job.Cause;
import io.nuodb.backup.nuodb.BackupElement;
import io.nuodb.backup.nuodb.FileTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Compares an archive that nuoarchive made with the elements that it was made from. */
final class RestoredArchive {
  private static final String ATOM = ".atm";
  private static final Path FIRST_ATOM = Path.of("1.atm");
  private static final String JOURNAL = "journal";
  private static final int NAMED = 5;

  private RestoredArchive() {}

  /**
   * Checks that nothing of the chain is missing. Sizes and bytes are not compared: nuoarchive may
   * rewrite an atom while it applies the journal, so they may rightly differ.
   *
   * @return the archive's files
   * @throws RestoreException naming the first files that are missing or empty
   */
  static FileTree verify(RestoreChain chain, Path archive) throws IOException, RestoreException {
    FileTree restored = FileTree.of(archive);
    List<String> faults = new ArrayList<>();
    if (!restored.sizes().containsKey(FIRST_ATOM)) {
      faults.add("no " + FIRST_ATOM);
    }
    if (!Files.isDirectory(archive.resolve(JOURNAL))) {
      faults.add("no " + JOURNAL + " directory");
    }
    for (Map.Entry<Path, Long> atom : atoms(chain).entrySet()) {
      Long size = restored.sizes().get(atom.getKey());
      if (size == null) {
        faults.add("missing " + atom.getKey());
      } else if (size == 0 && atom.getValue() > 0) {
        faults.add("empty " + atom.getKey());
      }
    }
    if (!faults.isEmpty()) {
      throw new RestoreException(
          Cause.VerificationFailed,
          "%s is not what the set holds, %d faults: %s"
              .formatted(
                  archive,
                  faults.size(),
                  String.join(", ", faults.subList(0, Math.min(NAMED, faults.size())))));
    }
    return restored;
  }

  /** Bytes of the newest version of each atom in the chain. */
  private static SortedMap<Path, Long> atoms(RestoreChain chain) throws IOException {
    SortedMap<Path, Long> atoms = new TreeMap<>();
    for (BackupElement element : chain.elements()) {
      FileTree.of(element.data())
          .sizes()
          .forEach(
              (path, size) -> {
                if (path.toString().endsWith(ATOM)) {
                  atoms.put(path, size);
                }
              });
    }
    return atoms;
  }
}
