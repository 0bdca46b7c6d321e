package io.nuodb.backup.nuodb;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What a simple hot copy left: an archive, or, in a directory that ends in {@code .incomplete}, a
 * part of one (NuoDB docs, Using Simple Hot Copy). What is incomplete is the user's to delete.
 *
 * @param directory where the files are
 */
public record ArchiveCopy(Path directory, boolean complete) {
  /** The atom that makes a directory an archive. */
  private static final String FIRST_ATOM = "1.atm";

  /** Where a simple hot copy writes while it runs. */
  public static Path incomplete(Path archive) {
    return archive.resolveSibling(archive.getFileName() + ".incomplete");
  }

  /** Empty when no simple hot copy to this directory has begun, or it was cancelled. */
  public static Optional<ArchiveCopy> read(Path archive) {
    if (Files.exists(archive.resolve(FIRST_ATOM))) {
      return Optional.of(new ArchiveCopy(archive, true));
    }
    Path incomplete = incomplete(archive);
    return Files.isDirectory(incomplete)
        ? Optional.of(new ArchiveCopy(incomplete, false))
        : Optional.empty();
  }
}
