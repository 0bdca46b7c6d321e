package io.nuodb.backup.simulator.model;

import io.nuodb.backup.simulator.backup.HotCopyState;
import io.nuodb.backup.simulator.backup.HotCopyType;
import java.nio.file.Path;
import java.util.UUID;

/** A hot copy that an archive has accepted. */
final class RunningHotCopy {
  final UUID id;
  final HotCopyType type;
  final StorageManager storageManager;
  final Path destination;

  /** Null for a simple hot copy. */
  final ModelSet set;

  final Meeting meeting;
  final Meeting.Part part;

  /** The archive's last commit when it began. */
  final long begin;

  /** How it should end. */
  HotCopyState expected = HotCopyState.COMPLETED;

  RunningHotCopy(
      UUID id,
      HotCopyType type,
      StorageManager storageManager,
      Path destination,
      ModelSet set,
      Meeting meeting,
      Meeting.Part part) {
    this.id = id;
    this.type = type;
    this.storageManager = storageManager;
    this.destination = destination;
    this.set = set;
    this.meeting = meeting;
    this.part = part;
    this.begin = storageManager.model.applied;
  }

  @Override
  public String toString() {
    return "%s of %s into %s".formatted(type.text(), storageManager, destination.getFileName());
  }
}
