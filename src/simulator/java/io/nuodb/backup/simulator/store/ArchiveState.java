package io.nuodb.backup.simulator.store;

import java.io.IOException;
import java.nio.file.Path;
import java.util.UUID;

/**
 * The content of {@code state.dat}: from where on the journal has to be replayed.
 *
 * @param databaseName the database
 * @param databaseId the database's UUID
 * @param journalId names the directory of the journal that belongs to the atoms
 * @param checkpointSequence every commit up to this one is in the atoms
 * @param lastTransactionId highest transaction id up to the checkpoint
 * @param needsSync whether a SYNC was begun and not ended, so that the atoms are of no one state
 */
public record ArchiveState(
    String databaseName,
    UUID databaseId,
    UUID journalId,
    long checkpointSequence,
    long lastTransactionId,
    boolean needsSync) {
  /** Reads the state of an archive, or of the {@code data} directory of a hot copy. */
  public static ArchiveState read(Path directory) throws IOException {
    return SealedFile.read(
        directory.resolve(ArchiveLayout.STATE_FILE),
        in ->
            new ArchiveState(
                in.readUTF(),
                new UUID(in.readLong(), in.readLong()),
                new UUID(in.readLong(), in.readLong()),
                in.readLong(),
                in.readLong(),
                in.readBoolean()));
  }

  /** Replaces the state of an archive durably. */
  public void write(Path directory) throws IOException {
    SealedFile.write(
        directory.resolve(ArchiveLayout.STATE_FILE),
        out -> {
          out.writeUTF(databaseName);
          out.writeLong(databaseId.getMostSignificantBits());
          out.writeLong(databaseId.getLeastSignificantBits());
          out.writeLong(journalId.getMostSignificantBits());
          out.writeLong(journalId.getLeastSignificantBits());
          out.writeLong(checkpointSequence);
          out.writeLong(lastTransactionId);
          out.writeBoolean(needsSync);
        });
  }

  ArchiveState atCheckpoint(long sequence, long transactionId) {
    return new ArchiveState(
        databaseName, databaseId, journalId, sequence, transactionId, needsSync);
  }

  ArchiveState inSync() {
    return new ArchiveState(
        databaseName, databaseId, journalId, checkpointSequence, lastTransactionId, true);
  }
}
