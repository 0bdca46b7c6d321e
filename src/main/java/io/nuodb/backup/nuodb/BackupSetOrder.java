package io.nuodb.backup.nuodb;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The initialised backup sets of one archive under a backup root, newest first. Which of them is
 * the newest decides where journal hot copies go (NuoDB docs, Using Journal Hot Copy).
 */
public final class BackupSetOrder {
  /**
   * A set of the order.
   *
   * @param initialised when its full hot copy began, or, as a set without a full element does not
   *     tell that, when its {@code state.xml} was written
   * @param written when its {@code state.xml} was written: orders what began in one second
   */
  public record Entry(Path directory, Instant initialised, Instant written) {}

  private BackupSetOrder() {}

  /**
   * @param archiveUid the archive's UUID; empty where the root holds sets of no other archive
   * @throws BackupSetUnreadableException when the state of a directory in the root cannot be read,
   *     also for a moment while the engine writes it: it may be the newest
   */
  public static List<Entry> newestFirst(Path root, Optional<String> archiveUid)
      throws BackupSetUnreadableException {
    List<Entry> entries = new ArrayList<>();
    try {
      for (Path directory : directories(root)) {
        entry(directory, archiveUid).ifPresent(entries::add);
      }
    } catch (BackupSetUnreadableException e) {
      throw e;
    } catch (IOException e) {
      throw new BackupSetUnreadableException(root + ": " + e, e);
    }
    entries.sort(
        Comparator.comparing((Entry entry) -> entry.initialised().truncatedTo(ChronoUnit.SECONDS))
            .thenComparing(Entry::written)
            .reversed());
    return entries;
  }

  private static List<Path> directories(Path root) throws IOException {
    try (Stream<Path> entries = Files.list(root)) {
      return entries.filter(Files::isDirectory).toList();
    }
  }

  private static Optional<Entry> entry(Path set, Optional<String> archiveUid) throws IOException {
    Path file = set.resolve(BackupSetReader.STATE);
    try {
      StateXml state = StateXml.read(file, "BackupSet");
      String archive = state.attribute("Archive", "id");
      return archiveUid.isPresent() && !archiveUid.get().equals(archive)
          ? Optional.empty()
          : Optional.of(entry(set, Files.getLastModifiedTime(file).toInstant()));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  private static Entry entry(Path set, Instant written) throws IOException {
    Path full = set.resolve("full").resolve(BackupSetReader.CONTROL).resolve(BackupSetReader.STATE);
    Instant initialised =
        Files.exists(full)
            ? StateXml.read(full, "BackupElement").seconds("HotCopyCommand", "startTime")
            : written;
    return new Entry(set, initialised, written);
  }
}
