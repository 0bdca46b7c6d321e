package io.nuodb.backup.plan;

import io.nuodb.backup.api.BackupSetStatus;
import io.nuodb.backup.api.HotCopyType;
import io.nuodb.backup.job.JobResult;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** What the engine put into each set, and what agents say of it. */
final class EngineResults {
  /** How many elements of each type each set has. */
  private final Map<String, Integer> elements = new HashMap<>();

  /** Sets with a complete full, oldest first, and the collection that it made them part of. */
  private final Map<String, String> collections = new LinkedHashMap<>();

  boolean complete(String set) {
    return collections.containsKey(set);
  }

  void complete(String set, String collection) {
    collections.put(set, collection);
  }

  boolean oneCollection(HotCopyLaunch launch) {
    return launch.targets().stream()
            .map(target -> collections.get(target.backupSet()))
            .distinct()
            .count()
        == 1;
  }

  /** The one whose full was completed last. */
  Optional<String> newest(Iterable<ObservedSet> sets, String pod) {
    String newest = null;
    for (String set : collections.keySet()) {
      for (ObservedSet observed : sets) {
        boolean own =
            observed.name().equals(set)
                && observed.type() == BackupSetStatus.Type.Full
                && observed.storageManager().pod().equals(pod);
        newest = own ? set : newest;
      }
    }
    return Optional.ofNullable(newest);
  }

  JobResult archiveCopy(String directory) {
    return new JobResult(
        null,
        "done",
        null,
        null,
        null,
        null,
        null,
        new JobResult.ArchiveCopy(directory, true, 1),
        null);
  }

  JobResult copied(
      HotCopyType type, String set, JobResult.StorageManager storageManager, Instant end) {
    int number = type == HotCopyType.FULL ? 0 : elements.merge(set + "/" + type, 1, Integer::sum);
    String name =
        switch (type) {
          case INCREMENTAL -> number + ".inc";
          case JOURNAL -> number + ".jnl";
          default -> "full";
        };
    var element =
        new JobResult.Element(
            name, "id-" + name, type.text(), end.minus(Duration.ofSeconds(1)), end, 1, null, null);
    int incrementals = elements.getOrDefault(set + "/" + HotCopyType.INCREMENTAL, 0);
    int journals = elements.getOrDefault(set + "/" + HotCopyType.JOURNAL, 0);
    return new JobResult(
        null,
        "done",
        null,
        storageManager,
        null,
        null,
        new JobResult.BackupSet(
            set,
            JobResult.SetState.Complete,
            "set",
            collections.getOrDefault(set, "collection"),
            "database",
            "uid",
            1,
            incrementals,
            journals,
            1 + incrementals + journals,
            element),
        null,
        null);
  }
}
