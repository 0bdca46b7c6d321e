package io.nuodb.backup.simulator.model;

import io.nuodb.backup.simulator.backup.HotCopyType;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** What a storage manager's archive should hold and remember. */
final class ModelArchive {
  final boolean journalHotCopy;
  final List<ModelSet> sets = new ArrayList<>();
  final Set<HotCopyType> running = EnumSet.noneOf(HotCopyType.class);
  volatile long applied;

  /** The set that was initialized last; null before the first. */
  ModelSet newest;

  boolean suspended;

  /** Counts the journals: a SYNC begins one. */
  int journal;

  /** The last commit that a journal hot copy has, or with which the journal began. */
  long journalCopied;

  ModelArchive(boolean journalHotCopy) {
    this.journalHotCopy = journalHotCopy;
  }

  void synchronizedTo(long sequence) {
    applied = sequence;
    suspended = true;
    journal++;
    journalCopied = sequence;
  }
}
