package io.nuodb.backup.plan;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.nuodb.backup.api.BackupSetStatus;
import java.util.Optional;

/**
 * One archive of a hot copy and where it is copied to.
 *
 * @param backupSet name of the BackupSet; null for a journal hot copy whose agent takes the newest
 *     set that it finds
 * @param place where the set lies; without a set, the backup root
 * @param afterElement the set's newest element of the type when the hot copy was asked for; null
 *     for one that makes a set
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record HotCopyTarget(
    String backupSet, BackupSetStatus.StorageManager place, String afterElement) {
  public String pod() {
    return place.pod();
  }

  public Optional<String> set() {
    return Optional.ofNullable(backupSet);
  }

  public Optional<String> newestElement() {
    return Optional.ofNullable(afterElement);
  }
}
