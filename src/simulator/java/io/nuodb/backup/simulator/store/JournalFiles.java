package io.nuodb.backup.simulator.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.UUID;

/** The journal that a hot copy holds, on its way into a restored archive. */
public final class JournalFiles {
  private JournalFiles() {}

  /**
   * Copies a journal between archive or {@code data} directories, verifying every record.
   *
   * @param journalId the journal that belongs to the atoms
   * @param afterSequence the last commit that the atoms contain
   * @param endSequence the last commit that the journal must contain
   * @throws DamagedFileException naming the file, when a record is damaged or a commit is missing
   */
  public static void copy(Path from, Path to, UUID journalId, long afterSequence, long endSequence)
      throws IOException {
    Path source = ArchiveLayout.journalFiles(ArchiveLayout.journal(from), journalId);
    Path target = ArchiveLayout.journalFiles(ArchiveLayout.journal(to), journalId);
    Files.createDirectories(target);
    OptionalLong sequence = OptionalLong.of(afterSequence);
    for (JournalFile file : JournalFile.list(source)) {
      byte[] content = Files.readAllBytes(file.path());
      CommitsInOrder commits = new CommitsInOrder(file, sequence);
      file.read(content, false, commits);
      sequence = commits.last();
      AtomCatalog.write(target.resolve(file.path().getFileName()), content);
    }
    if (sequence.getAsLong() != endSequence) {
      throw new DamagedFileException(
          source,
          "journal ends with commit %d, not %d".formatted(sequence.getAsLong(), endSequence));
    }
  }
}
