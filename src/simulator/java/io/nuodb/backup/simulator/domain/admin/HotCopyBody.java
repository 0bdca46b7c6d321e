package io.nuodb.backup.simulator.domain.admin;

import io.nuodb.backup.simulator.backup.HotCopyType;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The body of a full, incremental or journal hot copy request, as clients send it. Every field but
 * {@code type} may be missing.
 *
 * @param defaultBackupSetDir where archives without a directory of their own are backed up
 * @param backupSetDirs directories by archive id
 * @param shared whether each archive gets a subdirectory of the default directory, named by its id
 * @param maxRate as a number or as text
 */
record HotCopyBody(
    String type,
    boolean shared,
    String defaultBackupSetDir,
    Map<String, String> backupSetDirs,
    String maxRate,
    Integer timeoutSec,
    Boolean checkContainsAllSgs) {
  HotCopyCommand command() {
    if (HotCopyType.of(type).filter(HotCopyType::goesToABackupSet).isEmpty()) {
      throw HotCopyErrors.refused("Unknown hot-copy type " + type);
    }
    Map<String, String> directories = backupSetDirs == null ? Map.of() : backupSetDirs;
    return new HotCopyCommand(
        type,
        this::defaultLocation,
        directories.entrySet().stream()
            .collect(
                Collectors.toMap(
                    Map.Entry::getKey, entry -> BackupLocation.backupSet(entry.getValue()))),
        maxRate,
        timeoutSec,
        checkContainsAllSgs);
  }

  /** Null without a default directory. */
  private BackupLocation defaultLocation(int archiveId) {
    if (defaultBackupSetDir == null) {
      return null;
    }
    return BackupLocation.backupSet(
        shared ? defaultBackupSetDir + "/" + archiveId : defaultBackupSetDir);
  }
}
