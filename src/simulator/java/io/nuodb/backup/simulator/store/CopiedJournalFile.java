package io.nuodb.backup.simulator.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * A journal file that a backup element holds. It is closed, so that no crash excuses a torn end.
 *
 * @param journalId the journal that it is part of; an archive begins another one with a SYNC only
 * @param sequence its position in that journal, from 1
 * @param path where it lies
 */
public record CopiedJournalFile(UUID journalId, long sequence, Path path) {
  /**
   * The journal files in an element's {@code data}, in the order of each journal; none when a hot
   * copy found nothing to copy.
   *
   * @throws DamagedFileException naming what is no journal where journals lie
   */
  public static List<CopiedJournalFile> in(Path data) throws IOException {
    Path journals = ArchiveLayout.journal(data);
    List<CopiedJournalFile> copied = new ArrayList<>();
    try (Stream<Path> directories = Files.list(journals)) {
      for (Path directory : directories.sorted().toList()) {
        UUID journalId = journalId(directory);
        for (JournalFile file : JournalFile.list(ArchiveLayout.journalFiles(journals, journalId))) {
          copied.add(new CopiedJournalFile(journalId, file.sequence(), file.path()));
        }
      }
    } catch (NoSuchFileException e) {
      return List.of();
    }
    return copied;
  }

  private static UUID journalId(Path directory) throws DamagedFileException {
    try {
      return UUID.fromString(directory.getFileName().toString());
    } catch (IllegalArgumentException e) {
      throw new DamagedFileException(directory, "not a journal");
    }
  }

  /**
   * Reads and verifies the whole file.
   *
   * @throws DamagedFileException naming the offset, when a record is damaged
   */
  public List<Commit> commits() throws IOException {
    List<Commit> commits = new ArrayList<>();
    new JournalFile(sequence, path).read(false, commits::add);
    return commits;
  }
}
