package io.nuodb.backup.agent;

import io.nuodb.backup.job.Cause;
import io.nuodb.backup.nuodb.ElementAtoms;
import io.nuodb.backup.nuodb.FileTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Compares an archive that nuoarchive made with the elements that it was made from. */
final class RestoredArchive {
  private static final Path FIRST_ATOM = Path.of("1.atm");
  private static final String JOURNAL = "journal";
  private static final int NAMED = 5;

  private RestoredArchive() {}

  /**
   * Checks that every atom that the archive had at the end of the chain is there. Sizes and bytes
   * are not compared: nuoarchive may rewrite an atom while it applies the journal, so they may
   * rightly differ.
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
    for (Path atom : ElementAtoms.of(chain.last())) {
      Long size = restored.sizes().get(atom);
      if (size == null) {
        faults.add("missing " + atom);
      } else if (size == 0) {
        faults.add("empty " + atom);
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
}
