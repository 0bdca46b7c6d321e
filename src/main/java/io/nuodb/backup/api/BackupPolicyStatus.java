package io.nuodb.backup.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.kubernetes.api.model.Quantity;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;

/** What the operator found and did for a policy. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record BackupPolicyStatus(
    @JsonPropertyDescription("The generation of the spec that this status answers.")
        Long observedGeneration,
    @JsonPropertyDescription(
            "Ready: the policy is understood and its storage managers are found. Reconciling: work"
                + " to get there is going on. Stalled: only a change by a person helps."
                + " BackupsFresh: no hot copy is overdue. JournalCopyHealthy: journals are copied"
                + " as they should be. ObjectivesMet: spec.objectives are.")
        List<Condition> conditions,
    @JsonPropertyDescription("The selected storage managers, by pod.")
        List<StorageManager> storageManagers,
    @JsonPropertyDescription("The hot copies that run now.") List<Running> running,
    @JsonPropertyDescription("The hot copies that are due and wait, and for what.")
        List<Waiting> waiting,
    @JsonPropertyDescription("The on-demand tokens that were answered.")
        BackupPolicySpec.OnDemand onDemand,
    @JsonPropertyDescription("The newest good hot copy of each type, over all storage managers.")
        LastSuccess lastSuccess,
    @JsonPropertyDescription("What the policy's backup sets can be restored to, best of all.")
        Recoverable recoverable,
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
      @JsonPropertyDescription(
              "The unit that it belongs to where that is not the pod itself: a failure domain, or a"
                  + " group of coordinated hot copies.")
          String unit,
      @JsonPropertyDescription("Value of the topologyKey label on its pod.") String zone,
      @JsonPropertyDescription(
              "With spec.storageManagers.redundancy: Primary, or Standby while another one of its"
                  + " failure domain is backed up.")
          Role role,
      @JsonPropertyDescription("Whether the pod is Ready, that is, its engine RUNNING.")
          Boolean ready,
      @JsonPropertyDescription(
              "Whether it keeps its journal for journal hot copies: it runs with the option"
                  + " journal-hot-copy enable.")
          Boolean keepsJournals,
      @JsonPropertyDescription("The storage groups that it serves.") List<String> storageGroups,
      @JsonPropertyDescription("The BackupSet that incremental hot copies go to.")
          String currentSet,
      @JsonPropertyDescription("The BackupSet that the last journal hot copy went to.")
          String journalSet,
      @JsonPropertyDescription("The last full hot copy.") Run lastFull,
      @JsonPropertyDescription("The last incremental hot copy.") Run lastIncremental,
      @JsonPropertyDescription("The last journal hot copy.") Run lastJournal,
      @JsonPropertyDescription("The last simple hot copy.") Run lastSimple,
      @JsonPropertyDescription("The last run that did not take place.") Missed lastMissed,
      @JsonPropertyDescription("When the next scheduled hot copies are due.") Times next,
      @JsonPropertyDescription(
              "Up to when due times are answered: by a run, or counted as missed or superseded.")
          Times answeredUntil,
      @JsonPropertyDescription("When its last turn was, of schedules whose units take turns.")
          Times lastTurn,
      @JsonPropertyDescription("Its backup volume, as its last hot copy saw it.") Volume volume,
      @JsonPropertyDescription(
              "The volume with its journal, as its last journal hot copy saw it; absent where that"
                  + " could not mount it.")
          JournalVolume journalVolume,
      @JsonPropertyDescription("Since when the pod is gone; forgotten an hour later.")
          Instant absentSince) {
    public Run last(HotCopyType type) {
      return switch (type) {
        case FULL -> lastFull;
        case INCREMENTAL -> lastIncremental;
        case JOURNAL -> lastJournal;
        case SIMPLE -> lastSimple;
      };
    }

    public List<Run> lastRuns() {
      return Stream.of(lastFull, lastIncremental, lastJournal, lastSimple)
          .filter(Objects::nonNull)
          .toList();
    }
  }

  public enum Role {
    Primary,
    Standby
  }

  public record Volume(
      @JsonPropertyDescription("Its size in bytes.") Quantity size,
      @JsonPropertyDescription("Bytes that are free.") Quantity free) {}

  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record JournalVolume(
      @JsonPropertyDescription("Its size in bytes.") Quantity size,
      @JsonPropertyDescription("Bytes that are free.") Quantity free,
      @JsonPropertyDescription("When that was seen: at the end of a journal hot copy.")
          Instant time,
      @JsonPropertyDescription(
              "How long the free bytes last without another journal hot copy, if the journal grows"
                  + " as fast as between the last ones; absent while that is not known.")
          String timeToFull) {}

  /** One run of a hot copy, from its due time to its end. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Run(
      @JsonPropertyDescription("When it was due; for one asked for by hand, when it was seen.")
          Instant scheduledTime,
      @JsonPropertyDescription("The on-demand token that asked for it, if one did.") String token,
      @JsonPropertyDescription(
              "Running, Waiting (something was in the way, or it failed, and it is tried again),"
                  + " Succeeded, Failed or Missed.")
          RunState state,
      @JsonPropertyDescription("Why it failed or did not take place, in one CamelCase word.")
          String reason,
      @JsonPropertyDescription("The same, for a person.") String message,
      @JsonPropertyDescription("Name of its Job.") String job,
      @JsonPropertyDescription(
              "Name of the BackupSet that it writes to; of a journal hot copy, known at its end.")
          String backupSet,
      @JsonPropertyDescription("Name of the element that it made.") String element,
      @JsonPropertyDescription("Which attempt it is, from 1.") int attempt,
      @JsonPropertyDescription("When its Job was made.") Instant startTime,
      @JsonPropertyDescription("When it ended.") Instant completionTime) {}

  public enum RunState {
    Running,
    Waiting,
    Succeeded,
    Failed,
    Missed,
    Superseded
  }

  public record Missed(
      @JsonPropertyDescription("Type of the hot copy.") HotCopyType type,
      @JsonPropertyDescription("When it was due.") Instant time,
      @JsonPropertyDescription("Why it did not take place, in one CamelCase word.") String reason,
      @JsonPropertyDescription("The same, for a person.") String message,
      @JsonPropertyDescription("How many times in a row, this one included.") long count) {}

  /** One time for each schedule; null where there is none. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Times(
      @JsonPropertyDescription("Of full hot copies.") Instant full,
      @JsonPropertyDescription("Of incremental hot copies.") Instant incremental,
      @JsonPropertyDescription("Of journal hot copies.") Instant journal) {
    public static Times of(Function<HotCopyType, Instant> times) {
      return new Times(
          times.apply(HotCopyType.FULL),
          times.apply(HotCopyType.INCREMENTAL),
          times.apply(HotCopyType.JOURNAL));
    }

    public Instant of(HotCopyType type) {
      return switch (type) {
        case FULL -> full;
        case INCREMENTAL -> incremental;
        case JOURNAL -> journal;
        case SIMPLE -> null;
      };
    }
  }

  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Running(
      @Required @JsonPropertyDescription("Name of the Job.") String job,
      @JsonPropertyDescription("Type of the hot copy.") HotCopyType type,
      @JsonPropertyDescription("Pod of the storage manager.") String pod,
      @JsonPropertyDescription("Name of the BackupSet.") String backupSet,
      @JsonPropertyDescription("When the Job was made.") Instant startTime,
      @JsonPropertyDescription(
              "NuoDB's id of the hot copy: the value of the annotation backup.nuodb.io/cancel that"
                  + " cancels it.")
          String hotCopyId,
      @JsonPropertyDescription("Start id of the storage manager that coordinates it.")
          String coordinatorStartId,
      @JsonPropertyDescription("NuoDB's number of the stage that it is in.") Integer stage,
      @JsonPropertyDescription("What it does, in NuoDB's words, or why its pod does not run.")
          String message) {}

  /** A run that is due and cannot start yet. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Waiting(
      @JsonPropertyDescription("Type of the hot copy.") HotCopyType type,
      @JsonPropertyDescription("The type that was due, where another has to come first.")
          HotCopyType inPlaceOf,
      @JsonPropertyDescription("The on-demand token that asked for it, if one did.") String token,
      @JsonPropertyDescription("The unit; where units take turns, the one whose turn it is.")
          String unit,
      @JsonPropertyDescription("Since when it is due.") Instant due,
      @JsonPropertyDescription("When it is given up.") Instant until,
      @JsonPropertyDescription("What it waits for, in one CamelCase word.") String reason,
      @JsonPropertyDescription("The same, for a person.") String message) {}

  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record LastSuccess(
      @JsonPropertyDescription("End of the newest good full hot copy.") Instant full,
      @JsonPropertyDescription("End of the newest good incremental hot copy.") Instant incremental,
      @JsonPropertyDescription("End of the newest good journal hot copy.") Instant journal) {
    public Instant of(HotCopyType type) {
      return switch (type) {
        case FULL -> full;
        case INCREMENTAL -> incremental;
        case JOURNAL -> journal;
        case SIMPLE -> null;
      };
    }
  }

  /** The earliest and the latest state; between them there may be gaps. */
  public record Recoverable(
      @JsonPropertyDescription("The earliest state.") Instant from,
      @JsonPropertyDescription(
              "The latest state: the end of a full or incremental hot copy, or the begin of a"
                  + " journal hot copy.")
          Instant to,
      @JsonPropertyDescription(
              "Of the newest set. Transaction: each transaction that its journals hold. Element:"
                  + " the ends of its full and incremental hot copies.")
          Granularity granularity) {}

  public enum Granularity {
    Transaction,
    Element
  }

  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record ObservedSchedule(
      @Required @JsonPropertyDescription("Type of the hot copy.") HotCopyType type,
      @JsonPropertyDescription("The cron expression.") String cron,
      @JsonPropertyDescription("The time zone it is read in.") String timeZone,
      @JsonPropertyDescription("The starting deadline.") String startingDeadline,
      @JsonPropertyDescription("Whether the storage managers take turns.") Boolean interleave,
      @JsonPropertyDescription("The longest time between two of its due times.")
          String longestPause,
      @JsonPropertyDescription(
              "Since when it is in force: a change starts nothing for times that passed before it.")
          Instant since,
      @JsonPropertyDescription(
              "Where they take turns, up to when due times are answered: by a run, or counted as"
                  + " missed or superseded.")
          Instant answeredUntil) {}

  /** A token that not every storage manager could answer yet, as when one is not Ready. */
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  public record PendingToken(
      @Required @JsonPropertyDescription("Type of the hot copy.") HotCopyType type,
      @JsonPropertyDescription("The token.") String token,
      @JsonPropertyDescription("When it was first seen; it is given up an hour later.")
          Instant since,
      @JsonPropertyDescription("Units that answered it.") List<String> answered) {}

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
