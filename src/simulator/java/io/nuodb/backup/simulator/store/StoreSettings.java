package io.nuodb.backup.simulator.store;

import io.nuodb.backup.simulator.fault.Faults;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;

/**
 * How a {@link Store} is opened.
 *
 * @param databaseName name of the database that the archive belongs to
 * @param databaseId the database's UUID; an archive of another database is refused
 * @param journalDirectory where the journal lives; empty: {@code journal} inside the archive
 * @param pageCacheBytes heap that atoms in memory may take, changed ones included
 * @param journalFileBytes size at which a journal file is closed and the next one begun
 * @param atomBytes encoded size above which an atom splits
 * @param hostname host name recorded in backup sets
 * @param journalHotCopy whether journal files are kept until they are hot copied (start option
 *     {@code journal-hot-copy enable})
 * @param faults what goes wrong on purpose
 */
public record StoreSettings(
    String databaseName,
    UUID databaseId,
    Optional<Path> journalDirectory,
    long pageCacheBytes,
    int journalFileBytes,
    int atomBytes,
    String hostname,
    boolean journalHotCopy,
    Faults faults) {
  static final int ATOM_BYTES = 64 << 10;

  /**
   * NuoDB's sizes for atoms and journal files, no more than 32 MiB of page cache, and no journal
   * hot copy.
   */
  public static StoreSettings of(String databaseName, UUID databaseId, String hostname) {
    return new StoreSettings(
        databaseName,
        databaseId,
        Optional.empty(),
        32L << 20,
        4_000_000,
        ATOM_BYTES,
        hostname,
        false,
        Faults.NONE);
  }

  public StoreSettings withJournalDirectory(Path directory) {
    return new StoreSettings(
        databaseName,
        databaseId,
        Optional.of(directory),
        pageCacheBytes,
        journalFileBytes,
        atomBytes,
        hostname,
        journalHotCopy,
        faults);
  }

  public StoreSettings withSizes(long pageCacheBytes, int journalFileBytes, int atomBytes) {
    return new StoreSettings(
        databaseName,
        databaseId,
        journalDirectory,
        pageCacheBytes,
        journalFileBytes,
        atomBytes,
        hostname,
        journalHotCopy,
        faults);
  }

  public StoreSettings withJournalHotCopy() {
    return new StoreSettings(
        databaseName,
        databaseId,
        journalDirectory,
        pageCacheBytes,
        journalFileBytes,
        atomBytes,
        hostname,
        true,
        faults);
  }

  public StoreSettings withFaults(Faults faults) {
    return new StoreSettings(
        databaseName,
        databaseId,
        journalDirectory,
        pageCacheBytes,
        journalFileBytes,
        atomBytes,
        hostname,
        journalHotCopy,
        faults);
  }
}
