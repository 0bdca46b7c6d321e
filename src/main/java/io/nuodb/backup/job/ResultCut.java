package io.nuodb.backup.job;

import io.nuodb.backup.job.JobResult.StorageManager;
import java.util.List;

/**
 * Makes a result fit: first the message is cut, then storage managers are left out from the list's
 * end, which the message tells, then all facts.
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
    if (excess(shorter, maxBytes) > 0 && result.storageManagers() != null) {
      shorter = withFewer(result, cut(message, MESSAGE), maxBytes);
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
      fewer = withStorageManagers(withMessage(result, told), all.subList(0, kept));
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
        result.backupSet(),
        result.archiveCopy(),
        result.restored());
  }

  private static JobResult withStorageManagers(JobResult result, List<StorageManager> list) {
    return new JobResult(
        result.cause(),
        result.message(),
        list,
        result.storageManager(),
        result.hotCopy(),
        result.volume(),
        result.backupSet(),
        result.archiveCopy(),
        result.restored());
  }
}
