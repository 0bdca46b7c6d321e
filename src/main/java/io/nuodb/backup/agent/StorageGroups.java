package io.nuodb.backup.agent;

import io.nuodb.backup.nuodb.AdminClient;
import io.nuodb.backup.nuodb.AdminException;
import io.nuodb.backup.nuodb.StorageGroup;
import io.nuodb.backup.nuodb.StorageManagerProcess;
import java.util.List;

/** The storage groups of a database, as far as the admin process tells them. */
record StorageGroups(List<StorageGroup> known) {
  static final StorageGroups UNKNOWN = new StorageGroups(List.of());

  /** They are a fact beside others: where they cannot be had, nothing fails for that. */
  static StorageGroups of(AdminClient admin, String database) {
    try {
      return new StorageGroups(admin.storageGroups(database));
    } catch (AdminException e) {
      return UNKNOWN;
    }
  }

  /** The names of those that a storage manager serves, as results tell them: null without any. */
  List<String> servedBy(StorageManagerProcess storageManager) {
    List<String> names = StorageGroup.heldBy(storageManager.archiveId(), known);
    return names.isEmpty() ? null : names;
  }
}
