package io.nuodb.backup.agent;

import io.nuodb.backup.job.Cause;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The directory that an archive is restored into. */
final class RestoreTarget {
  private static final int NAMED = 5;

  private RestoreTarget() {}

  /**
   * Makes the directory fit for nuoarchive, which wants it absent or empty: clears what an earlier
   * attempt of the same owner left, and nothing else.
   *
   * @return false when the owner's restore was completed before and nothing is left to do
   */
  static boolean prepare(Path target, String owner, Disk disk)
      throws IOException, RestoreException {
    Files.createDirectories(target.getParent());
    Optional<RestoreMarker> marker = RestoreMarker.beside(target);
    List<String> content = content(target);
    if (!content.isEmpty()) {
      if (marker.filter(it -> it.finishedOf(owner)).isPresent()) {
        return false;
      }
      if (marker.filter(it -> it.unfinishedOf(owner)).isEmpty()) {
        throw new RestoreException(
            Cause.TargetNotEmpty, target + " holds " + String.join(", ", content));
      }
      clear(target);
    }
    new RestoreMarker(owner, RestoreMarker.State.RESTORING).write(target, disk);
    return true;
  }

  /** The first names in the directory, as many as a message bears. */
  private static List<String> content(Path target) throws IOException {
    if (Files.notExists(target, LinkOption.NOFOLLOW_LINKS)) {
      return List.of();
    }
    if (!Files.isDirectory(target)) {
      return List.of("no directory");
    }
    try (Stream<Path> entries = Files.list(target)) {
      return entries.map(entry -> entry.getFileName().toString()).sorted().limit(NAMED).toList();
    }
  }

  private static void clear(Path target) throws IOException {
    Files.walkFileTree(
        target,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path directory, IOException failure)
              throws IOException {
            if (failure != null) {
              throw failure;
            }
            if (!directory.equals(target)) {
              Files.delete(directory);
            }
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
