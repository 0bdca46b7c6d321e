package io.nuodb.backup.job;

import io.nuodb.backup.job.JobResult.StorageManager;
import java.util.List;
import java.util.Optional;

/**
 * Makes a result fit: first the message is cut, then storage groups are left out, then storage
 * managers from the list's end, both of which the message tells, then all facts.
 */
final class ResultCut {
  /** Characters of a message that are worth more than a storage manager in the list. */
  private static final int MESSAGE = 300;

  private static final String CUT = "…";

  private ResultCut() {}

  /** The result itself where it fits. */
  static JobResult toFit(JobResult result, int maxBytes) {
    if (excess(result, maxBytes) <= 0) {
      return result;
    }
    String message = result.message() == null ? "" : result.message();
    JobResult shorter = withMessage(result, message, MESSAGE, maxBytes);
    JobResult ungrouped = withoutStorageGroups(result);
    if (excess(shorter, maxBytes) > 0 && !ungrouped.equals(result)) {
      String told = "storage groups are left out here: " + message;
      shorter = withMessage(ungrouped, told, MESSAGE, maxBytes);
    }
    if (excess(shorter, maxBytes) > 0 && result.storageManagers() != null) {
      shorter = withFewer(ungrouped, cut(message, MESSAGE), maxBytes);
    }
    if (excess(shorter, maxBytes) > 0) {
      JobResult bare = JobResult.failure(result.cause(), null);
      shorter = withMessage(bare, "the facts are too long to be told: " + message, 0, maxBytes);
    }
    return shorter;
  }

  /** With as much of the message as fits, or its least where even that does not. */
  private static JobResult withMessage(JobResult result, String message, int least, int maxBytes) {
    JobResult whole = withMessage(result, message);
    int length = message.length();
    int excess = excess(whole, maxBytes);
    // Each character takes at least a byte; the cut's own sign takes the bytes of a few more.
    int kept = length - excess - JobResult.bytes(CUT);
    return excess <= 0 ? whole : withMessage(result, cut(message, Math.max(least, kept)));
  }

  private static JobResult withFewer(JobResult result, String message, int maxBytes) {
    List<StorageManager> all = result.storageManagers();
    JobResult fewer = result;
    for (int kept = all.size() - 1; kept >= 0 && excess(fewer, maxBytes) > 0; kept--) {
      String told =
          "%d of %d storage managers are left out here: %s"
              .formatted(all.size() - kept, all.size(), message);
      fewer =
          withStorageManagers(
              withMessage(result, told), all.subList(0, kept), result.storageManager());
    }
    return fewer;
  }

  private static String cut(String message, int length) {
    if (length >= message.length()) {
      return message;
    }
    int end = length;
    if (end > 0 && Character.isHighSurrogate(message.charAt(end - 1))) {
      end--;
    }
    return message.substring(0, end) + CUT;
  }

  private static int excess(JobResult result, int maxBytes) {
    return JobResult.bytes(JobResult.write(result)) - maxBytes;
  }

  private static JobResult withMessage(JobResult result, String message) {
    return new JobResult(
        result.cause(),
        message,
        result.storageManagers(),
        result.storageManager(),
        result.hotCopy(),
        result.volume(),
        result.journalVolume(),
        result.backupSet(),
        result.archiveCopy(),
        result.restored());
  }

  private static JobResult withoutStorageGroups(JobResult result) {
    List<StorageManager> list =
        Optional.ofNullable(result.storageManagers())
            .map(all -> all.stream().map(StorageManager::withoutStorageGroups).toList())
            .orElse(null);
    StorageManager one =
        Optional.ofNullable(result.storageManager())
            .map(StorageManager::withoutStorageGroups)
            .orElse(null);
    return withStorageManagers(result, list, one);
  }

  private static JobResult withStorageManagers(
      JobResult result, List<StorageManager> list, StorageManager one) {
    return new JobResult(
        result.cause(),
        result.message(),
        list,
        one,
        result.hotCopy(),
        result.volume(),
        result.journalVolume(),
        result.backupSet(),
        result.archiveCopy(),
        result.restored());
  }
}
