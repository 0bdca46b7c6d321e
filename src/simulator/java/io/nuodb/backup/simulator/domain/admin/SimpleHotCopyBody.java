package io.nuodb.backup.simulator.domain.admin;

import io.nuodb.backup.simulator.backup.HotCopyType;
import java.util.Map;

/**
 * The body of a simple hot copy request, as clients send it. Every field may be missing. Simple hot
 * copies never go to a shared directory (NuoDB docs, Hot Copy Command Formats).
 *
 * @param defaultBackupLocation where archives without a location of their own are copied
 * @param backupLocations locations by archive id
 * @param maxRate as a number or as text
 */
record SimpleHotCopyBody(
    BackupLocation defaultBackupLocation,
    Map<String, BackupLocation> backupLocations,
    String maxRate,
    Integer timeoutSec,
    Boolean checkContainsAllSgs) {
  HotCopyCommand command() {
    return new HotCopyCommand(
        HotCopyType.SIMPLE.text(),
        archiveId -> defaultBackupLocation,
        backupLocations == null ? Map.of() : backupLocations,
        maxRate,
        timeoutSec,
        checkContainsAllSgs);
  }
}
