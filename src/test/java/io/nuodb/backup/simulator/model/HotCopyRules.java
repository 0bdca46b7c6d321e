package io.nuodb.backup.simulator.model;

import io.nuodb.backup.simulator.backup.HotCopyType;
import java.util.ArrayList;
import java.util.List;

/**
 * Which hot copies an archive refuses (NuoDB docs: Using Hot Copy Successfully, Using Backup Sets,
 * Using Journal Hot Copy), stated anew.
 */
final class HotCopyRules {
  /**
   * Where a hot copy is to write.
   *
   * @param creatable whether it is new in a parent that exists
   * @param set the backup set that is there; null when there is none
   */
  record Destination(boolean creatable, ModelSet set) {}

  private HotCopyRules() {}

  /** What refusals may say, each for a rule that is broken; none when it has to be accepted. */
  static List<String> broken(ModelArchive archive, HotCopyType type, Destination destination) {
    List<String> broken = new ArrayList<>();
    if (archive.running.contains(type)) {
      broken.add("Only one " + type.text() + " hot copy at a time allowed");
    }
    switch (type) {
      case SIMPLE, FULL -> {
        if (!destination.creatable()) {
          broken.add("Failed to create ");
        }
      }
      case INCREMENTAL -> {
        if (!isOf(archive, destination) || !destination.set().hasFull()) {
          broken.add("Failed to open backup set ");
        }
      }
      case JOURNAL -> {
        if (!archive.journalHotCopy) {
          broken.add("requires journal-hot-copy");
        }
        if (archive.suspended) {
          broken.add("Full or incremental hot copy must be completed before journal hot copy");
        }
        if (!isOf(archive, destination) || destination.set() != archive.newest) {
          broken.add("Failed to open backup set ");
        }
      }
    }
    return broken;
  }

  private static boolean isOf(ModelArchive archive, Destination destination) {
    return destination.set() != null && destination.set().archive == archive;
  }
}
