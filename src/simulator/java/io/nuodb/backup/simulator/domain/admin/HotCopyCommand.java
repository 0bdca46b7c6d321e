package io.nuodb.backup.simulator.domain.admin;

import io.nuodb.backup.simulator.domain.http.HttpError;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The body of a hot copy request, as clients send it. Every field but {@code type} may be missing.
 *
 * @param defaultBackupSetDir where archives without a directory of their own are backed up; its
 *     presence makes all archives of the database take part
 * @param backupSetDirs directories on the storage managers' hosts, by archive id
 * @param shared whether each archive gets a subdirectory of the default directory
 * @param maxRate bytes per second, as a number or as text
 * @param timeoutSec how long to wait for the end before answering; without it the answer is
 *     immediate
 */
record HotCopyCommand(
    String type,
    boolean shared,
    String defaultBackupSetDir,
    Map<String, String> backupSetDirs,
    String maxRate,
    Integer timeoutSec) {
  private static final List<String> TYPES = List.of("full", "incremental", "journal");

  HotCopyCommand {
    backupSetDirs = backupSetDirs == null ? Map.of() : Map.copyOf(backupSetDirs);
    if (type == null || !TYPES.contains(type)) {
      throw HotCopyErrors.refused("Unknown hot-copy type " + type);
    }
  }

  /**
   * Where each archive that takes part is backed up, by archive id.
   *
   * @param archiveIds all archives of the database
   */
  Map<Integer, String> targets(List<Integer> archiveIds) {
    Map<Integer, String> targets = new LinkedHashMap<>();
    if (defaultBackupSetDir != null) {
      for (int id : archiveIds) {
        targets.put(id, shared ? defaultBackupSetDir + "/" + id : defaultBackupSetDir);
      }
    }
    backupSetDirs.forEach((id, directory) -> targets.put(number(id), directory));
    if (targets.isEmpty()) {
      throw HotCopyErrors.refused(
          "No archives specified for hot-copy and no default backup location");
    }
    if (targets.size() > 1) {
      throw HotCopyErrors.refused(
          "Coordinated hot copy of several archives is not supported, specify one archive");
    }
    return targets;
  }

  /** Null when the copy may run as fast as it can. */
  Long maxRateBytesPerSecond() {
    if (maxRate == null) {
      return null;
    }
    try {
      long rate = Long.parseLong(maxRate);
      if (rate > 0) {
        return rate;
      }
    } catch (NumberFormatException e) {
      throw refusedRate();
    }
    throw refusedRate();
  }

  private HttpError refusedRate() {
    return HotCopyErrors.refused("Invalid maxRate " + maxRate);
  }

  private static int number(String archiveId) {
    try {
      return Integer.parseInt(archiveId);
    } catch (NumberFormatException e) {
      throw HotCopyErrors.refused("Invalid archiveId " + archiveId);
    }
  }
}
