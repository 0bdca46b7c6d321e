package io.nuodb.backup.job;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What an agent leaves in its container's termination message: the only way in which facts of the
 * NuoDB domain and of backup volumes reach the operator. At most {@link #MAX_BYTES} bytes of JSON;
 * parts that do not apply are null.
 *
 * @param cause why the work failed, null on success
 * @param message the same for a person; on success what was done
 * @param storageManagers what discover found, by pod; a pod that is not in the list is not known
 *     yet. Those that a coordinated hot copy ran on
 * @param storageManager the storage manager that a hot copy of one archive ran on
 * @param hotCopy the hot copy's identity in the NuoDB domain
 * @param volume the backup volume mounted in the pod, after the work
 * @param journalVolume the volume with the storage manager's journal, after the work; null where
 *     none is mounted or its file system does not tell
 * @param backupSet the set on disk after the work
 * @param archiveCopy what a simple hot copy made or left behind
 * @param restored the restored archive
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record JobResult(
    Cause cause,
    String message,
    List<StorageManager> storageManagers,
    StorageManager storageManager,
    HotCopy hotCopy,
    Volume volume,
    Volume journalVolume,
    BackupSet backupSet,
    ArchiveCopy archiveCopy,
    Restored restored) {
  /** Kubernetes keeps 4096 bytes of a termination message. */
  public static final int MAX_BYTES = 3072;

  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .addModule(new JavaTimeModule())
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  /**
   * @param archiveId null when the admin process knows no storage manager for the pod
   * @param startId null in what discover found
   * @param state the admin's word for the process's state, such as SYNCING; null when there is no
   *     process, and in what discover found when it is RUNNING
   * @param keepsJournals whether it runs with the option {@code journal-hot-copy enable}, which
   *     keeps every journal until it is hot copied; null when the admin process does not tell
   * @param storageGroups those that it serves besides the predefined ones; null when there are
   *     none, the admin process does not tell, or a result has no room for them
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record StorageManager(
      String pod,
      Integer archiveId,
      String startId,
      String state,
      Boolean keepsJournals,
      List<String> storageGroups) {
    StorageManager withoutStorageGroups() {
      return new StorageManager(pod, archiveId, startId, state, keepsJournals, null);
    }
  }

  /** The pair that names a hot copy in the admin REST API. */
  public record HotCopy(String hotCopyId, String coordinatorStartId) {}

  /**
   * A file system, in bytes.
   *
   * @param free what is left for others than root
   */
  public record Volume(long size, long free) {}

  /**
   * @param directory name of the set's directory in the backup root
   * @param state what is on disk: see {@link SetState}
   * @param size bytes of all elements
   * @param element the element that this work made or found, null when there is none
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record BackupSet(
      String directory,
      SetState state,
      String setId,
      String collectionId,
      String databaseId,
      String archiveUid,
      int fulls,
      int incrementals,
      int journals,
      long size,
      Element element) {}

  /** How far a backup set on disk is (NuoDB docs, Using Backup Sets). */
  public enum SetState {
    /** No state.xml: the full hot copy did not get that far. */
    Absent,
    /** state.xml is there, the full element is not. */
    Initialized,
    /** The full element is complete. */
    Complete
  }

  /**
   * @param name directory in the set, such as full or 1.inc
   * @param type NuoDB's word: full, incremental, journal
   * @param size bytes of its files
   * @param firstJournal sequence number of the first journal file in it; null where it does not
   *     tell
   * @param lastJournal that of the last one; one less than the first when there is none
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Element(
      String name,
      String id,
      String type,
      Instant startTime,
      Instant endTime,
      long size,
      Long firstJournal,
      Long lastJournal) {}

  /**
   * An archive that a simple hot copy made, or what it left of one.
   *
   * @param complete false for leftovers, which NuoDB leaves to the user to delete
   * @param size bytes of its files
   */
  public record ArchiveCopy(String directory, boolean complete, long size) {}

  /** The archive that a restore made. */
  public record Restored(String elementId, Instant endTime, long files, long size) {}

  /** The result of work that saw no volume with a journal. */
  public JobResult(
      Cause cause,
      String message,
      List<StorageManager> storageManagers,
      StorageManager storageManager,
      HotCopy hotCopy,
      Volume volume,
      BackupSet backupSet,
      ArchiveCopy archiveCopy,
      Restored restored) {
    this(
        cause,
        message,
        storageManagers,
        storageManager,
        hotCopy,
        volume,
        null,
        backupSet,
        archiveCopy,
        restored);
  }

  /** A result without facts. */
  public static JobResult failure(Cause cause, String message) {
    return new JobResult(cause, message, null, null, null, null, null, null, null);
  }

  public JobResult withJournalVolume(Volume seen) {
    return new JobResult(
        cause,
        message,
        storageManagers,
        storageManager,
        hotCopy,
        volume,
        seen,
        backupSet,
        archiveCopy,
        restored);
  }

  public boolean succeeded() {
    return cause == null;
  }

  /**
   * As JSON of {@link #MAX_BYTES} bytes at most. What does not fit is cut: first the message, then
   * all storage groups, then the list of storage managers from its end, and the message tells that.
   */
  public String toJson() {
    return write(ResultCut.toFit(this, MAX_BYTES));
  }

  static String write(JobResult result) {
    try {
      return JSON.writeValueAsString(result);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  /** Empty when the text is no result, as when a container was killed before it wrote one. */
  public static Optional<JobResult> fromJson(String text) {
    if (text == null || text.isBlank()) {
      return Optional.empty();
    }
    try {
      return Optional.of(JSON.readValue(text, JobResult.class));
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }
}
