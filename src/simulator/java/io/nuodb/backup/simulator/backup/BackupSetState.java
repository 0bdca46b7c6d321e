package io.nuodb.backup.simulator.backup;

import java.util.UUID;

/**
 * What a backup set's {@code state.xml} says.
 *
 * @param database the database's name
 * @param databaseId the database's UUID
 * @param collectionId joins the sets of one command
 * @param setId the set itself
 * @param archiveUid UUID of the archive that the set's elements are copies of
 * @param backupSetDirectory where the set was created
 * @param archiveDirectory where the archive was
 * @param hostname the storage manager's host
 */
record BackupSetState(
    String database,
    UUID databaseId,
    UUID collectionId,
    UUID setId,
    UUID archiveUid,
    String backupSetDirectory,
    String archiveDirectory,
    String hostname) {}
