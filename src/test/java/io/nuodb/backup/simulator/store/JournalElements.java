package io.nuodb.backup.simulator.store;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** The journal in archives and backup elements, for tests. */
public final class JournalElements {
  private JournalElements() {}

  /** Sequences of the commits in an element's {@code data}, in the order of its journal files. */
  public static List<Long> sequences(Path data, UUID journalId) throws IOException {
    List<Long> sequences = new ArrayList<>();
    for (JournalFile file : files(data, journalId)) {
      file.read(false, commit -> sequences.add(commit.sequence()));
    }
    return sequences;
  }

  /** Sequences of the journal files themselves. */
  public static List<Long> fileSequences(Path data, UUID journalId) throws IOException {
    return files(data, journalId).stream().map(JournalFile::sequence).toList();
  }

  /** The journal that belongs to an archive's atoms. */
  public static UUID journalOf(Path archive) throws IOException {
    return ArchiveState.read(archive).journalId();
  }

  private static List<JournalFile> files(Path data, UUID journalId) throws IOException {
    return JournalFile.list(ArchiveLayout.journalFiles(ArchiveLayout.journal(data), journalId));
  }
}
