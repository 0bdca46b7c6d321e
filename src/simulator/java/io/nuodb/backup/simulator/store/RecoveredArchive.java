package io.nuodb.backup.simulator.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What an archive on disk amounts to: its atoms with the journal applied beside them. Reading it
 * changes neither.
 *
 * @param state the archive's state as it was found
 * @param tables its rows, up to the last durable commit
 * @param tornFile the journal's last file, when a crash left it with half a record or no header
 * @param tornLength up to where that file is intact
 */
record RecoveredArchive(
    ArchiveState state, Tables tables, Optional<JournalFile> tornFile, long tornLength) {
  /**
   * Reads an archive and replays its journal.
   *
   * @param spill where changed atoms go that the heap has no room for
   * @throws DamagedFileException naming the file, when an atom or a durable journal record is
   *     damaged, or a journal file is missing
   */
  static RecoveredArchive read(
      Path archive, Path journalDirectory, long cacheBytes, int atomBytes, SpilledAtoms spill)
      throws IOException {
    ArchiveState state = ArchiveState.read(archive);
    Directory directory = Directory.decode(AtomFile.read(archive, ArchiveLayout.ROOT_ATOM));
    Tables tables =
        new Tables(
            id -> AtomFile.read(archive, id), directory, state, cacheBytes, atomBytes, spill);
    List<JournalFile> files =
        JournalFile.list(ArchiveLayout.journalFiles(journalDirectory, state.journalId()));
    for (JournalFile file : files) {
      boolean last = file.equals(files.getLast());
      long intact = file.read(last, commit -> replay(commit, tables, file));
      if (intact == 0 || intact < Files.size(file.path())) {
        return new RecoveredArchive(state, tables, Optional.of(file), intact);
      }
    }
    return new RecoveredArchive(state, tables, Optional.empty(), 0);
  }

  private static void replay(Commit commit, Tables tables, JournalFile file) throws IOException {
    long next = tables.lastSequence() + 1;
    if (commit.sequence() > next) {
      throw new DamagedFileException(
          file.path(), "commit " + next + " is missing before commit " + commit.sequence());
    }
    if (commit.sequence() == next) {
      tables.apply(commit);
    }
  }
}
