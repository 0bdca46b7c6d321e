package io.nuodb.backup.nuodb;

import java.util.List;
import java.util.Map;

/**
 * The hot copies that a database's storage managers remember.
 *
 * @param errors by start id, why a storage manager could not be asked: its hot copies are missing
 *     from the list
 */
public record HotCopyStatuses(List<HotCopyStatus> statuses, Map<String, String> errors) {
  public static final HotCopyStatuses NONE = new HotCopyStatuses(List.of(), Map.of());

  public HotCopyStatuses {
    statuses = List.copyOf(statuses);
    errors = Map.copyOf(errors);
  }
}
