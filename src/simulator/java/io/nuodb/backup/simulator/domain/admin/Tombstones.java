package io.nuodb.backup.simulator.domain.admin;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The processes that the admin saw ending since its own start, the newest of them. */
final class Tombstones {
  private static final int MAX_KEPT = 1000;

  private final Map<Integer, ExitedProcess> exited =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Integer, ExitedProcess> eldest) {
          return size() > MAX_KEPT;
        }
      };

  void add(ExitedProcess process) {
    exited.put(process.process().startId(), process);
  }

  /** The process turned out to be alive. */
  void remove(int startId) {
    exited.remove(startId);
  }

  Optional<ExitedProcess> find(int startId) {
    return Optional.ofNullable(exited.get(startId));
  }

  Collection<ExitedProcess> all() {
    return List.copyOf(exited.values());
  }
}
