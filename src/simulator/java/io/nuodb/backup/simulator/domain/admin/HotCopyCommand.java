package io.nuodb.backup.simulator.domain.admin;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.IntFunction;
import java.util.regex.Pattern;

/**
 * A hot copy that a client asked for.
 *
 * @param defaultLocation where an archive is backed up that has no location of its own; gives null
 *     when there is no default. A default makes all archives of the database take part
 * @param locations by archive id
 * @param maxRate bytes per second and storage manager; null for no limit
 * @param timeoutSec how long to wait for the end before answering; null: the answer is immediate
 * @param checkContainsAllSgs whether to refuse archives that do not cover all storage groups; null
 *     is true
 */
record HotCopyCommand(
    String type,
    IntFunction<BackupLocation> defaultLocation,
    Map<String, BackupLocation> locations,
    String maxRate,
    Integer timeoutSec,
    Boolean checkContainsAllSgs) {
  private static final Pattern POSITIVE = Pattern.compile("[1-9][0-9]{0,17}");

  /**
   * Where each archive that takes part is backed up, by archive id.
   *
   * @param archiveIds all archives of the database
   */
  SortedMap<Integer, BackupLocation> targets(List<Integer> archiveIds) {
    SortedMap<Integer, BackupLocation> targets = new TreeMap<>();
    for (int id : archiveIds) {
      BackupLocation location = defaultLocation.apply(id);
      if (location != null) {
        targets.put(id, location);
      }
    }
    locations.forEach((id, location) -> targets.put(number(id), location));
    if (targets.isEmpty()) {
      throw HotCopyErrors.refused(
          "No archives specified for hot-copy and no default backup location");
    }
    targets.forEach(HotCopyCommand::requireDirectory);
    return targets;
  }

  boolean mustCoverAllStorageGroups() {
    return checkContainsAllSgs == null || checkContainsAllSgs;
  }

  /** Null when the copy may run as fast as it can. */
  Long maxRateBytesPerSecond() {
    if (maxRate == null) {
      return null;
    }
    if (!POSITIVE.matcher(maxRate).matches()) {
      throw HotCopyErrors.refused("Invalid maxRate " + maxRate);
    }
    return Long.valueOf(maxRate);
  }

  private static void requireDirectory(int archiveId, BackupLocation location) {
    if (location == null || location.copyArchiveDir() == null) {
      throw HotCopyErrors.refused("No backup location for archiveId=" + archiveId);
    }
  }

  private static int number(String archiveId) {
    try {
      return Integer.parseInt(archiveId);
    } catch (NumberFormatException e) {
      throw HotCopyErrors.refused("Invalid archiveId " + archiveId);
    }
  }
}
