package io.nuodb.backup.nuodb;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/**
 * What a simple hot copy left: an archive, or, in a directory that ends in {@code .incomplete}, a
 * part of one (NuoDB docs, Using Simple Hot Copy). What is incomplete is the user's to delete.
 *
 * @param directory where the files are
 * @param written when its first file was written, of what is incomplete when its directory was
 */
public record ArchiveCopy(Path directory, boolean complete, Instant written) {
  /** The atom that makes a directory an archive. */
  private static final String FIRST_ATOM = "1.atm";

  /** Where a simple hot copy writes while it runs. */
  public static Path incomplete(Path archive) {
    return archive.resolveSibling(archive.getFileName() + ".incomplete");
  }

  /**
   * Empty when no simple hot copy to this directory has begun, or it was cancelled.
   *
   * @throws BackupSetUnreadableException when the volume does not tell
   */
  public static Optional<ArchiveCopy> read(Path archive) throws BackupSetUnreadableException {
    Optional<Instant> complete = written(archive.resolve(FIRST_ATOM));
    if (complete.isPresent()) {
      return complete.map(time -> new ArchiveCopy(archive, true, time));
    }
    Path incomplete = incomplete(archive);
    return written(incomplete).map(time -> new ArchiveCopy(incomplete, false, time));
  }

  private static Optional<Instant> written(Path path) throws BackupSetUnreadableException {
    try {
      return Optional.of(Files.getLastModifiedTime(path).toInstant());
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new BackupSetUnreadableException(path + ": " + e, e);
    }
  }
}
