package io.nuodb.backup.operator;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.nuodb.backup.api.BackupSetStatus.StorageManager;
import java.util.Optional;

/** Where a set lies, as Jobs and BackupSets carry it in an annotation from the start. */
final class RecordedSet {
  private static final ObjectMapper JSON =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

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

  static boolean complete(StorageManager set) {
    return set != null
        && set.pod() != null
        && set.directory() != null
        && set.persistentVolumeClaim() != null
        && set.volumePath() != null;
  }
}
