package io.nuodb.backup.plan;

import io.nuodb.backup.api.BackupSetStatus;
import io.nuodb.backup.job.JobResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A backup set under the backup root that somebody else's full hot copy made, as one by hand, and
 * that a journal hot copy went to: it is put on record and followed like one of the policy's own.
 *
 * @param name of the BackupSet
 * @param hotCopyJob what stands for the Job of its full hot copy, of which there is none
 */
public record Adoption(String name, String hotCopyJob, BackupSetStatus.StorageManager place) {
  static List<Adoption> of(PolicyObservation policy) {
    List<Adoption> adoptions = new ArrayList<>();
    for (HotCopyRun run : policy.runs()) {
      for (HotCopyTarget target : run.targets()) {
        if (target.set().isEmpty()
            && policy.outcome(run, target) instanceof Outcome.Succeeded(JobResult result, _)) {
          unknown(policy, target, result)
              .filter(it -> adoptions.stream().noneMatch(other -> other.name().equals(it.name())))
              .ifPresent(adoptions::add);
        }
      }
    }
    return adoptions;
  }

  private static Optional<Adoption> unknown(
      PolicyObservation policy, HotCopyTarget target, JobResult result) {
    if (result.backupSet() == null || result.backupSet().directory() == null) {
      return Optional.empty();
    }
    String directory = result.backupSet().directory();
    String claim = target.place().persistentVolumeClaim();
    if (policy.sets().stream().anyMatch(set -> set.liesAt(claim, directory))) {
      return Optional.empty();
    }
    String name = name(policy, target.pod(), directory);
    return Optional.of(
        new Adoption(name, "adopted-" + name, SetPlace.in(target.place(), directory)));
  }

  /** Two storage managers may hold sets of one name, as those that nuodocker makes. */
  private static String name(PolicyObservation policy, String pod, String directory) {
    String label = directory.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
    String hash = JobName.hash(String.join("/", policy.uid(), pod, directory)).substring(0, 6);
    int room = Math.min(label.length(), JobName.MAX_LENGTH - hash.length() - 1);
    return label.substring(0, room).replaceAll("^-+|-+$", "") + "-" + hash;
  }
}
