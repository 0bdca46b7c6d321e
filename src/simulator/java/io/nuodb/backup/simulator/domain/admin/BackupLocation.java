package io.nuodb.backup.simulator.domain.admin;

/**
 * Where an archive is hot copied to, on its storage manager's host.
 *
 * @param copyArchiveDir the backup set, or the archive that a simple hot copy makes
 * @param copyJournalDir where a simple hot copy puts the journal; null: inside the archive
 */
record BackupLocation(String copyArchiveDir, String copyJournalDir) {
  static BackupLocation backupSet(String directory) {
    return new BackupLocation(directory, null);
  }
}
