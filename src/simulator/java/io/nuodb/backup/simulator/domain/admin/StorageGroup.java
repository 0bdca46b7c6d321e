package io.nuodb.backup.simulator.domain.admin;

import io.nuodb.backup.simulator.domain.admin.DomainState.ArchiveState;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * A storage group and the archives that serve it. Which rows belong to it is of no consequence
 * here: every archive holds all of them.
 */
record StorageGroup(String dbName, String name, int id, Set<Integer> archiveIds) {
  private static final int FIRST_USER_ID = 10;

  /**
   * The groups of a database by id: the predefined {@code ALL}, which no archive serves, and {@code
   * UNPARTITIONED}, which every archive serves, and those that its archives declared.
   */
  static List<StorageGroup> of(DomainState state, String dbName) {
    List<ArchiveState> archives = state.archives(dbName);
    List<StorageGroup> groups = new ArrayList<>();
    groups.add(new StorageGroup(dbName, "ALL", 1, Set.of()));
    groups.add(new StorageGroup(dbName, "UNPARTITIONED", 2, ids(archives)));
    List<String> names = state.database(dbName).storageGroups();
    for (int i = 0; i < names.size(); i++) {
      String name = names.get(i);
      List<ArchiveState> serving =
          archives.stream().filter(archive -> archive.storageGroups().contains(name)).toList();
      if (!serving.isEmpty()) {
        groups.add(new StorageGroup(dbName, name, FIRST_USER_ID + i, ids(serving)));
      }
    }
    return groups;
  }

  /** The names of those groups that some archive serves, but none of the given ones. */
  static List<String> uncovered(DomainState state, String dbName, Collection<Integer> archiveIds) {
    return of(state, dbName).stream()
        .filter(group -> !group.archiveIds().isEmpty())
        .filter(group -> Collections.disjoint(group.archiveIds(), archiveIds))
        .map(StorageGroup::name)
        .toList();
  }

  private static Set<Integer> ids(List<ArchiveState> archives) {
    return archives.stream().map(ArchiveState::id).collect(Collectors.toCollection(TreeSet::new));
  }
}
