package io.nuodb.backup.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import java.time.Instant;
import java.util.List;

/** What the operator found and did for a policy. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record BackupPolicyStatus(
    @JsonPropertyDescription("The generation of the spec that this status answers.")
        Long observedGeneration,
    @JsonPropertyDescription(
            "Ready: the policy is understood and its storage managers are found. Reconciling: work"
                + " to get there is going on. Stalled: only a change by a person helps.")
        List<Condition> conditions,
    @JsonPropertyDescription("The selected storage managers, by pod.")
        List<StorageManager> storageManagers,
    @JsonPropertyDescription("The hot copies that run now.") List<Running> running,
    @JsonPropertyDescription("The on-demand tokens that were answered.")
        BackupPolicySpec.OnDemand onDemand,
    @JsonPropertyDescription("The newest good hot copy of each type, over all storage managers.")
        LastSuccess lastSuccess,
    @JsonPropertyDescription("The schedules in force and when each was first seen.")
        List<ObservedSchedule> schedules,
    @JsonPropertyDescription(
            "On-demand tokens that were seen and are not yet answered on every storage manager.")
        List<PendingToken> pendingOnDemand,
    @JsonPropertyDescription(
            "How the archives of the selected storage managers were last asked for.")
        Discovery discovery) {
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record StorageManager(
      @Required @JsonPropertyDescription("Name of the pod.") String pod,
      @JsonPropertyDescription("Id of its archive in the NuoDB domain.") Integer archiveId,
      @JsonPropertyDescription("UUID of its archive, known once a backup set was read.")
          String archiveUid,
      @JsonPropertyDescription("Whether the pod is Ready, that is, its engine RUNNING.")
          Boolean ready,
      @JsonPropertyDescription("The BackupSet that incremental hot copies go to.")
          String currentSet,
      @JsonPropertyDescription("The last full hot copy.") Run lastFull,
      @JsonPropertyDescription("The last incremental hot copy.") Run lastIncremental,
      @JsonPropertyDescription("The last run that did not take place.") Missed lastMissed,
      @JsonPropertyDescription("When the next scheduled hot copies are due.") Times next,
      @JsonPropertyDescription(
              "Up to when due times are answered: by a run, or counted as missed or superseded.")
          Times answeredUntil,
      @JsonPropertyDescription("Since when the pod is gone; forgotten an hour later.")
          Instant absentSince) {}

  /** One run of a hot copy, from its due time to its end. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Run(
      @JsonPropertyDescription("When it was due; for one asked for by hand, when it was seen.")
          Instant scheduledTime,
      @JsonPropertyDescription("The on-demand token that asked for it, if one did.") String token,
      @JsonPropertyDescription("Running, Succeeded, Failed, Missed or Superseded.") RunState state,
      @JsonPropertyDescription("Why it failed or did not take place, in one CamelCase word.")
          String reason,
      @JsonPropertyDescription("The same, for a person.") String message,
      @JsonPropertyDescription("Name of its Job.") String job,
      @JsonPropertyDescription("Name of the BackupSet that it writes to.") String backupSet,
      @JsonPropertyDescription("Name of the element that it made.") String element,
      @JsonPropertyDescription("When its Job was made.") Instant startTime,
      @JsonPropertyDescription("When it ended.") Instant completionTime) {}

  public enum RunState {
    Running,
    Succeeded,
    Failed,
    Missed,
    Superseded
  }

  public record Missed(
      @JsonPropertyDescription("Type of the hot copy.") HotCopyType type,
      @JsonPropertyDescription("When it was due.") Instant time,
      @JsonPropertyDescription("Why it did not take place, in one CamelCase word.") String reason,
      @JsonPropertyDescription("The same, for a person.") String message) {}

  /** One time for each schedule; null where there is none. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Times(
      @JsonPropertyDescription("Of full hot copies.") Instant full,
      @JsonPropertyDescription("Of incremental hot copies.") Instant incremental) {
    public Instant of(HotCopyType type) {
      return switch (type) {
        case FULL -> full;
        case INCREMENTAL -> incremental;
      };
    }
  }

  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Running(
      @Required @JsonPropertyDescription("Name of the Job.") String job,
      @JsonPropertyDescription("Type of the hot copy.") HotCopyType type,
      @JsonPropertyDescription("Pod of the storage manager.") String pod,
      @JsonPropertyDescription("Name of the BackupSet.") String backupSet,
      @JsonPropertyDescription("When the Job was made.") Instant startTime) {}

  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record LastSuccess(
      @JsonPropertyDescription("End of the newest good full hot copy.") Instant full,
      @JsonPropertyDescription("End of the newest good incremental hot copy.")
          Instant incremental) {}

  public record ObservedSchedule(
      @Required @JsonPropertyDescription("Type of the hot copy.") HotCopyType type,
      @JsonPropertyDescription("The cron expression.") String cron,
      @JsonPropertyDescription("The time zone it is read in.") String timeZone,
      @JsonPropertyDescription(
              "Since when it is in force: a change starts nothing for times that passed before it.")
          Instant since) {}

  /** A token that not every storage manager could answer yet, as when one is not Ready. */
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  public record PendingToken(
      @Required @JsonPropertyDescription("Type of the hot copy.") HotCopyType type,
      @JsonPropertyDescription("The token.") String token,
      @JsonPropertyDescription("When it was first seen; it is given up an hour later.")
          Instant since,
      @JsonPropertyDescription("Pods of the storage managers that answered it.")
          List<String> answered) {}

  /** The newest finished attempt to learn the archives of the selected pods. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Discovery(
      @Required @JsonPropertyDescription("Hash of what was asked for: database and pods.")
          String selection,
      @JsonPropertyDescription("How often this was asked.") int attempt,
      @JsonPropertyDescription("When the attempt ended.") Instant completionTime,
      @JsonPropertyDescription("Why it failed, in one CamelCase word; absent when it succeeded.")
          String reason,
      @JsonPropertyDescription("The same, for a person.") String message) {}
}
