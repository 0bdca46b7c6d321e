package io.nuodb.backup.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.kubernetes.api.model.Quantity;
import java.time.Instant;
import java.util.List;

/** What is known of a backup set, from the results of the hot copies and the set on disk. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record BackupSetStatus(
    @JsonPropertyDescription("The generation of the spec that this status answers.")
        Long observedGeneration,
    @JsonPropertyDescription(
            "Initializing: its full hot copy runs. Open: incremental hot copies may be added."
                + " Closed: a newer set of the same archive is complete. Failed: its full hot copy"
                + " failed, the set is of no use.")
        Phase phase,
    @JsonPropertyDescription(
            "Full: a backup set. Simple: an archive that can be used as it is; nothing is added to"
                + " it.")
        Type type,
    @JsonPropertyDescription("Where the set was made and lies.") StorageManager storageManager,
    @JsonPropertyDescription("The id that NuoDB gave the set.") String setId,
    @JsonPropertyDescription("The id of the backup collection that the set belongs to.")
        String collectionId,
    @JsonPropertyDescription("UUID of the database.") String databaseId,
    @JsonPropertyDescription("The elements of the set: the full and the newest 19 others.")
        List<Element> elements,
    @JsonPropertyDescription("How many elements the set has, by type.") Counts counts,
    @JsonPropertyDescription("Bytes of all elements.") Quantity size,
    @JsonPropertyDescription("The span of time whose states can be restored.")
        Recoverable recoverable,
    @JsonPropertyDescription(
            "Ready: the set can be restored. Reconciling: its full hot copy runs. Stalled: it is of"
                + " no use.")
        List<Condition> conditions) {
  public enum Type {
    Full,
    Simple
  }

  public enum Phase {
    Initializing,
    Open,
    Closed,
    Failed
  }

  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record StorageManager(
      @JsonPropertyDescription("Name of the storage manager's pod.") String pod,
      @JsonPropertyDescription("Id of its archive in the NuoDB domain.") Integer archiveId,
      @JsonPropertyDescription("UUID of its archive.") String archiveUid,
      @JsonPropertyDescription("Directory of the set inside the storage manager's container.")
          String directory,
      @JsonPropertyDescription("The PersistentVolumeClaim that the set lies on.")
          String persistentVolumeClaim,
      @JsonPropertyDescription("Path of the set on that volume, without a leading slash.")
          String volumePath,
      @JsonPropertyDescription("The image that made the set and has its nuoarchive.")
          String engineImage,
      @JsonPropertyDescription("User id of the storage manager, which owns the set's files.")
          Long runAsUser,
      @JsonPropertyDescription("Group id of the storage manager's volumes.") Long fsGroup) {}

  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Element(
      @Required @JsonPropertyDescription("Directory of the element in the set: full, 1.inc, ...")
          String name,
      @JsonPropertyDescription("The id that NuoDB gave it.") String id,
      @JsonPropertyDescription("Type of the hot copy that made it.") HotCopyType type,
      @JsonPropertyDescription("When its hot copy began.") Instant startTime,
      @JsonPropertyDescription("When its hot copy ended: the state that it restores.")
          Instant endTime,
      @JsonPropertyDescription("Bytes of its files.") Quantity size) {}

  public record Counts(
      @JsonPropertyDescription("Full elements.") int full,
      @JsonPropertyDescription("Incremental elements.") int incremental,
      @JsonPropertyDescription("Journal elements.") int journal) {}

  public record Recoverable(
      @JsonPropertyDescription("The earliest state.") Instant from,
      @JsonPropertyDescription("The latest state.") Instant to) {}
}
