package io.nuodb.backup.simulator.model;

import io.nuodb.backup.simulator.backup.HotCopyState;
import io.nuodb.backup.simulator.backup.HotCopyType;
import io.nuodb.backup.simulator.model.Action.Target;
import io.nuodb.backup.simulator.store.FileTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The directories that hot copies write to: all backup sets side by side, and simple copies. */
final class Destinations {
  private final Path backups;
  private final Path simples;
  private final List<ModelSet> sets = new ArrayList<>();
  private final Map<Path, Boolean> simpleCopies = new HashMap<>();
  private Path lastSimple;
  private int created;

  Destinations(Path directory) throws IOException {
    backups = Files.createDirectory(directory.resolve("backups"));
    simples = Files.createDirectory(directory.resolve("simple"));
  }

  /** The backup sets of all archives, oldest first. */
  List<ModelSet> sets() {
    return sets;
  }

  Path choose(HotCopyType type, Target target, int set, ModelArchive ours, ModelArchive others) {
    if (target == Target.NO_PARENT) {
      return backups.resolve("missing").resolve("set");
    }
    if (type == HotCopyType.SIMPLE) {
      boolean fresh = lastSimple == null || target == Target.NEW;
      return fresh ? simples.resolve("simple-" + ++created) : lastSimple;
    }
    return switch (target) {
      case NEWEST -> ours.newest == null ? newSet() : ours.newest.directory;
      case OF_THE_OTHER -> others.newest == null ? newSet() : others.newest.directory;
      case ANY -> ours.sets.isEmpty() ? newSet() : ours.sets.get(set % ours.sets.size()).directory;
      default -> newSet();
    };
  }

  /** Its name tells nothing about its age. */
  private Path newSet() {
    created++;
    return backups.resolve("%c-%d".formatted('a' + created * 7 % 26, created));
  }

  HotCopyRules.Destination at(Path directory, HotCopyType type) {
    boolean hasParent = !directory.getParent().endsWith("missing");
    if (type == HotCopyType.SIMPLE) {
      boolean free = !simpleCopies.getOrDefault(directory, false);
      return new HotCopyRules.Destination(hasParent && free, null);
    }
    ModelSet set =
        sets.stream()
            .filter(candidate -> candidate.directory.equals(directory))
            .findAny()
            .orElse(null);
    return new HotCopyRules.Destination(hasParent && set == null, set);
  }

  /** A hot copy writes there: into a new set, the one there is, or none when it is simple. */
  ModelSet occupy(Path directory, HotCopyType type, ModelArchive archive) {
    if (type == HotCopyType.SIMPLE) {
      simpleCopies.put(directory, true);
      lastSimple = directory;
      return null;
    }
    if (type == HotCopyType.FULL) {
      ModelSet set = new ModelSet(directory, archive);
      sets.add(set);
      archive.sets.add(set);
      archive.newest = set;
      return set;
    }
    return at(directory, type).set();
  }

  /** A simple copy that was cancelled leaves nothing; one that failed stays for the user. */
  void ended(Path directory, HotCopyState state) {
    simpleCopies.computeIfPresent(directory, (path, used) -> state != HotCopyState.CANCELLED);
  }

  void remove(ModelSet set) throws IOException {
    FileTree.delete(set.directory);
    sets.remove(set);
    set.archive.sets.remove(set);
  }

  void removeJournalData(ModelSet set, int element) throws IOException {
    FileTree.delete(set.directory.resolve(element + 1 + ".jnl").resolve("data"));
    ModelSet.Journal journal = set.journals.get(element);
    set.journals.set(
        element,
        new ModelSet.Journal(
            journal.id(), journal.journal(), journal.first(), journal.end(), false));
  }
}
