package io.nuodb.backup.simulator.store;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * Reads the rows of an archive that no storage manager uses. Nothing in it is changed: the journal
 * is applied in memory, and in the system's temporary directory when that is too little.
 */
public final class RowsDump implements Closeable {
  private static final long CACHE_BYTES = 16L << 20;
  private static final int ROWS_AT_ONCE = 1000;

  private final ArchiveLock lock;
  private final SpilledAtoms spill;
  private final Tables tables;

  private RowsDump(ArchiveLock lock, SpilledAtoms spill, Tables tables) {
    this.lock = lock;
    this.spill = spill;
    this.tables = tables;
  }

  /**
   * Opens an archive whose journal lies in it.
   *
   * @throws IOException when a storage manager uses the archive, it needs SYNC, or a file is
   *     damaged
   */
  public static RowsDump open(Path archive) throws IOException {
    return open(archive, ArchiveLayout.journal(archive));
  }

  /** Opens an archive with its journal in a directory of its own, as {@link #open(Path)} does. */
  public static RowsDump open(Path archive, Path journalDirectory) throws IOException {
    ArchiveLock lock = ArchiveLock.shared(archive);
    Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
    SpilledAtoms spill = new SpilledAtoms(temporary.resolve(UUID.randomUUID().toString()));
    try {
      if (ArchiveState.read(archive).needsSync()) {
        throw new IOException("Archive " + archive + " needs SYNC");
      }
      int neverSplit = Integer.MAX_VALUE;
      RecoveredArchive recovered =
          RecoveredArchive.read(archive, journalDirectory, CACHE_BYTES, neverSplit, spill);
      return new RowsDump(lock, spill, recovered.tables());
    } catch (IOException | RuntimeException e) {
      close(lock, spill);
      throw e;
    }
  }

  public long lastSequence() {
    return tables.lastSequence();
  }

  /** Gives every row as {@code table<TAB>key<TAB>value}, by table and key. */
  public void lines(Consumer<String> line) throws IOException {
    for (String table : tables.tables()) {
      long from = Long.MIN_VALUE;
      List<Row> rows = tables.rows(table, from, ROWS_AT_ONCE);
      while (!rows.isEmpty()) {
        rows.forEach(row -> line.accept(table + "\t" + row.key() + "\t" + row.value()));
        long last = rows.getLast().key();
        rows = last == Long.MAX_VALUE ? List.of() : tables.rows(table, last + 1, ROWS_AT_ONCE);
      }
    }
  }

  @Override
  public void close() throws IOException {
    close(lock, spill);
  }

  private static void close(ArchiveLock lock, SpilledAtoms spill) throws IOException {
    try {
      spill.delete();
    } finally {
      lock.close();
    }
  }
}
