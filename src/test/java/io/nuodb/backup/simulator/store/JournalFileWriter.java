package io.nuodb.backup.simulator.store;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;

/** Writes closed journal files as a storage manager leaves them. */
public final class JournalFileWriter {
  private JournalFileWriter() {}

  /**
   * Writes a journal file below an archive or {@code data} directory, each commit in a group of its
   * own.
   */
  public static Path write(Path directory, UUID journalId, long sequence, List<Commit> commits)
      throws IOException {
    Path files = ArchiveLayout.journalFiles(ArchiveLayout.journal(directory), journalId);
    Path file = JournalFile.in(Files.createDirectories(files), sequence).path();
    try (OutputStream out = Files.newOutputStream(file)) {
      out.write(JournalFile.HEADER);
      for (Commit commit : commits) {
        out.write(JournalFile.frame(List.of(commit)).array());
      }
    }
    return file;
  }
}
