package io.nuodb.backup.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.kubernetes.api.model.Quantity;
import java.time.Instant;
import java.util.List;

/** How far a restore is and what it made. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record RestoreJobStatus(
    @JsonPropertyDescription("The generation of the spec that this status answers.")
        Long observedGeneration,
    @JsonPropertyDescription("Pending, Running, Completed or Failed; the last two are final.")
        Phase phase,
    @JsonPropertyDescription("What was chosen to restore; it is not chosen again.")
        Resolved resolved,
    @JsonPropertyDescription("Bytes of the restored archive.") Quantity size,
    @JsonPropertyDescription("Files of the restored archive.") Long files,
    @JsonPropertyDescription("Path of the restored archive on the volume.") String volumePath,
    @JsonPropertyDescription("When the restore's Job was made.") Instant startTime,
    @JsonPropertyDescription("When the restore ended.") Instant completionTime,
    @JsonPropertyDescription(
            "Ready: the archive is restored and checked. Reconciling: the restore waits or runs."
                + " Stalled: it failed or only a change by a person helps.")
        List<Condition> conditions) {
  public enum Phase {
    Pending,
    Running,
    Completed,
    Failed
  }

  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Resolved(
      @JsonPropertyDescription("Name of the BackupSet.") String backupSet,
      @JsonPropertyDescription("Name of the element whose end is restored.") String element,
      @JsonPropertyDescription("NuoDB's id of that element.") String elementId,
      @JsonPropertyDescription("The time of the restored state.") Instant time) {}
}
