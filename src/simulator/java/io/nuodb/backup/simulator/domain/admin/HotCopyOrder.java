package io.nuodb.backup.simulator.domain.admin;

import java.util.List;
import java.util.UUID;

/**
 * A hot copy command as the admin hands it to the storage manager that coordinates it.
 *
 * @param maxRate bytes per second and storage manager; null for no limit
 * @param parts one for each archive, the coordinator's own first
 */
public record HotCopyOrder(UUID hotCopyId, String type, Long maxRate, List<Part> parts) {
  /**
   * What one storage manager copies.
   *
   * @param nodeId of the storage manager, named in failures
   * @param url of the storage manager
   * @param journalDestination null: the journal's place inside the destination
   */
  public record Part(
      int archiveId, int nodeId, String url, String destination, String journalDestination) {}

  public HotCopyOrder {
    parts = List.copyOf(parts);
  }
}
