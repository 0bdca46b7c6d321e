package io.nuodb.backup.plan;

import io.nuodb.backup.api.BackupPolicyStatus;
import io.nuodb.backup.api.BackupPolicyStatus.Run;
import io.nuodb.backup.api.BackupPolicyStatus.RunState;
import io.nuodb.backup.api.BackupPolicyStatus.StorageManager;
import io.nuodb.backup.api.HotCopyType;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Runs that did not take place, as far as one plan is the first to report it.
 *
 * @param reason one CamelCase word
 */
public record MissedRuns(String unit, HotCopyType type, String reason, long count) {
  public static List<MissedRuns> of(PolicyObservation policy, PolicyPlan reported) {
    Stream<MissedRuns> unstarted =
        reported.unstarted().stream()
            .filter(it -> it.state() == RunState.Missed)
            .map(it -> new MissedRuns(it.unit(), it.type(), it.reason(), it.count()));
    return Stream.concat(unstarted, obstructed(policy, reported)).toList();
  }

  /** Those that were started and met nothing but obstacles, each once for all its pods. */
  private static Stream<MissedRuns> obstructed(PolicyObservation policy, PolicyPlan reported) {
    Set<String> known =
        runs(policy.status()).filter(OfUnit::missed).map(OfUnit::job).collect(Collectors.toSet());
    return runs(Optional.of(reported.status()))
        .filter(run -> run.missed() && !known.contains(run.job()))
        .distinct()
        .map(run -> new MissedRuns(run.unit(), run.type(), run.reason(), 1));
  }

  private record OfUnit(String unit, HotCopyType type, String job, RunState state, String reason) {
    boolean missed() {
      return state == RunState.Missed;
    }
  }

  private static Stream<OfUnit> runs(Optional<BackupPolicyStatus> status) {
    return status.map(BackupPolicyStatus::storageManagers).stream()
        .flatMap(List::stream)
        .flatMap(
            member ->
                Stream.of(HotCopyType.values())
                    .filter(type -> member.last(type) != null)
                    .map(type -> run(member, type, member.last(type))));
  }

  private static OfUnit run(StorageManager member, HotCopyType type, Run run) {
    return new OfUnit(BackupMeasures.unitOf(member), type, run.job(), run.state(), run.reason());
  }
}
