package io.nuodb.backup.simulator.backup;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * What a storage manager tells about a hot copy.
 *
 * @param hotCopyId the hot copy
 * @param type the type that was requested
 * @param beginTime when it began, whole seconds
 * @param endTime when it completed or was cancelled, whole seconds; NuoDB's failed ones have none
 * @param state running, completed, failed or cancelled
 * @param stage 1 to 3; 3 when completed
 * @param message the stage's text, or the result's
 * @param destinationDirectory where the data is written while it runs; keeps naming that place
 *     afterwards
 */
public record HotCopyStatus(
    UUID hotCopyId,
    HotCopyType type,
    Instant beginTime,
    Optional<Instant> endTime,
    HotCopyState state,
    int stage,
    String message,
    Path destinationDirectory) {
  /** The same hot copy, further on. */
  public HotCopyStatus with(
      HotCopyState newState, int newStage, String newMessage, Optional<Instant> newEndTime) {
    return new HotCopyStatus(
        hotCopyId,
        type,
        beginTime,
        newEndTime,
        newState,
        newStage,
        newMessage,
        destinationDirectory);
  }
}
