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
 * The initialised backup sets of one archive under a backup root. Which of them is the newest
 * decides where journal hot copies go (NuoDB docs, Using Journal Hot Copy).
 *
 * @param passedOver why sets are not in the list whose state cannot be read, but that are older
 *     than the newest, of this archive or another
 */
public record BackupSetOrder(List<Entry> newestFirst, List<String> passedOver) {
  private static final Comparator<Entry> BY_AGE =
      Comparator.comparing(BackupSetOrder::second).thenComparing(Entry::written);

  /**
   * A set of the order.
   *
   * @param initialised when its full hot copy began, or, as a set without a full element does not
   *     tell that, when its {@code state.xml} was written
   * @param written when its {@code state.xml} was written: orders what began in one second
   */
  public record Entry(Path directory, Instant initialised, Instant written) {}

  private record Unreadable(Entry entry, BackupSetUnreadableException reason) {}

  public BackupSetOrder {
    newestFirst = List.copyOf(newestFirst);
    passedOver = List.copyOf(passedOver);
  }

  /**
   * @param archiveUid the archive's UUID; empty where the root holds sets of no other archive
   * @throws BackupSetUnreadableException when the root cannot be read, or the state of a set that
   *     may be the newest, also for a moment while the engine writes it
   */
  public static BackupSetOrder read(Path root, Optional<String> archiveUid)
      throws BackupSetUnreadableException {
    List<Entry> entries = new ArrayList<>();
    List<Unreadable> unreadable = new ArrayList<>();
    try {
      for (Path directory : directories(root)) {
        try {
          entry(directory, archiveUid).ifPresent(entries::add);
        } catch (IOException e) {
          unreadable.add(new Unreadable(ageOfUnreadable(directory), unreadable(directory, e)));
        }
      }
    } catch (IOException e) {
      throw unreadable(root, e);
    }
    entries.sort(BY_AGE.reversed());
    for (Unreadable set : unreadable) {
      if (entries.isEmpty() || !second(set.entry()).isBefore(second(entries.getFirst()))) {
        throw set.reason();
      }
    }
    return new BackupSetOrder(
        entries, unreadable.stream().map(set -> set.reason().getMessage()).toList());
  }

  private static List<Path> directories(Path root) throws IOException {
    try (Stream<Path> entries = Files.list(root)) {
      return entries.filter(Files::isDirectory).sorted().toList();
    }
  }

  private static Optional<Entry> entry(Path set, Optional<String> archiveUid) throws IOException {
    try {
      StateXml state = StateXml.read(set.resolve(BackupSetReader.STATE), "BackupSet");
      String archive = state.attribute("Archive", "id");
      return archiveUid.isPresent() && !archiveUid.get().equals(archive)
          ? Optional.empty()
          : Optional.of(new Entry(set, initialised(set), written(set)));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  /** Its full element may tell its age although the set itself makes no sense. */
  private static Entry ageOfUnreadable(Path set) throws IOException {
    try {
      return new Entry(set, initialised(set), written(set));
    } catch (IOException e) {
      return new Entry(set, written(set), written(set));
    }
  }

  private static Instant initialised(Path set) throws IOException {
    Path full = set.resolve("full").resolve(BackupSetReader.CONTROL).resolve(BackupSetReader.STATE);
    return Files.exists(full)
        ? StateXml.read(full, "BackupElement").seconds("HotCopyCommand", "startTime")
        : written(set);
  }

  private static Instant written(Path set) throws IOException {
    return Files.getLastModifiedTime(set.resolve(BackupSetReader.STATE)).toInstant();
  }

  private static BackupSetUnreadableException unreadable(Path directory, IOException reason) {
    return reason instanceof BackupSetUnreadableException unreadable
        ? unreadable
        : new BackupSetUnreadableException(directory + ": " + reason, reason);
  }

  private static Instant second(Entry entry) {
    return entry.initialised().truncatedTo(ChronoUnit.SECONDS);
  }
}
