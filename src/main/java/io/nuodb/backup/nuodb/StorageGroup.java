package io.nuodb.backup.nuodb;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * A storage group of a database as the admin process knows it: a name for a part of its rows.
 *
 * @param archiveIds the archives that hold it
 */
public record StorageGroup(String name, Set<Integer> archiveIds) {
  /** One without archives and one that all serve: they tell archives not apart. */
  private static final Set<String> PREDEFINED = Set.of("ALL", "UNPARTITIONED");

  /** The admin's word for an archive that serves the group, rather than being about to. */
  private static final String ADDED = "ADDED";

  public StorageGroup {
    archiveIds = Set.copyOf(archiveIds);
  }

  static StorageGroup of(JsonNode json) {
    Set<Integer> archiveIds = new TreeSet<>();
    json.path("archiveStates")
        .properties()
        .forEach(
            entry -> {
              if (entry.getValue().asText().equals(ADDED)) {
                archiveIds.add(Integer.valueOf(entry.getKey()));
              }
            });
    return new StorageGroup(json.path("sgName").asText(), archiveIds);
  }

  /** The names of those that users made and the archive holds, in alphabetical order. */
  public static List<String> heldBy(int archiveId, Collection<StorageGroup> groups) {
    return groups.stream()
        .filter(group -> group.archiveIds.contains(archiveId))
        .map(StorageGroup::name)
        .filter(name -> !PREDEFINED.contains(name))
        .sorted()
        .toList();
  }
}
