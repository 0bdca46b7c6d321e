package io.nuodb.backup.operator;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.nuodb.backup.api.BackupSetStatus.StorageManager;
import java.util.Optional;

/** Where a set lies, as Jobs and BackupSets carry it in an annotation from the start. */
final class RecordedSet {
  private static final ObjectMapper JSON = new ObjectMapper();

  private RecordedSet() {}

  static String toJson(StorageManager storageManager) {
    try {
      return JSON.writeValueAsString(storageManager);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Empty when the annotation is absent, or was edited into nonsense. */
  static Optional<StorageManager> fromJson(String text) {
    if (text == null) {
      return Optional.empty();
    }
    try {
      return Optional.ofNullable(JSON.readValue(text, StorageManager.class))
          .filter(RecordedSet::complete);
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }

  private static boolean complete(StorageManager set) {
    return set.pod() != null
        && set.directory() != null
        && set.persistentVolumeClaim() != null
        && set.volumePath() != null;
  }

  /** The place of a set of that name in a backup root. */
  static StorageManager inRoot(StorageManager root, String set, String directory) {
    String volumePath = root.volumePath().isEmpty() ? set : root.volumePath() + "/" + set;
    return new StorageManager(
        root.pod(),
        root.archiveId(),
        root.archiveUid(),
        directory,
        root.persistentVolumeClaim(),
        volumePath,
        root.engineImage(),
        root.runAsUser(),
        root.fsGroup());
  }
}
