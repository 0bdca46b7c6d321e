package io.nuodb.backup.simulator.domain.admin;

import io.nuodb.backup.simulator.domain.admin.DomainState.ArchiveState;
import io.nuodb.backup.simulator.domain.admin.EngineStatus.ArchiveReport;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Finds the archive object for the archive that a storage manager has opened. */
final class ArchiveClaim {
  private final DomainState state;
  private final ArchiveReport opened;

  private ArchiveClaim(DomainState state, ArchiveReport opened) {
    this.state = state;
    this.opened = opened;
  }

  /**
   * The archive object with what the storage manager reports of it, for the first time or again.
   *
   * <p>An archive that returns gets its id back wherever it is, even if it was removed meanwhile. A
   * restored or copied one has an identity of its own and takes the id that was provisioned for its
   * path.
   *
   * @param requestedId of the archive object for which the admin started the process; may be null
   */
  static ArchiveState of(DomainState state, EngineReport report, Integer requestedId) {
    ArchiveReport opened = report.status().archive();
    ArchiveClaim claim = new ArchiveClaim(state, opened);
    Optional<ArchiveState> object = claim.object(requestedId);
    return new ArchiveState(
        object.map(ArchiveState::id).orElse(state.nextArchiveId()),
        opened.archiveUid(),
        report.dbName(),
        opened.path(),
        object.map(ArchiveState::host).orElse(null),
        object.map(ArchiveState::journalPath).orElse(null),
        upperCase(report.process().storageGroups()));
  }

  private Optional<ArchiveState> object(Integer requestedId) {
    return Optional.ofNullable(requestedId)
        .flatMap(state::archive)
        .or(() -> first(state.archives(), archive -> isOpened(archive) && isHere(archive)))
        .or(() -> first(state.archives(), this::isProvisionedHere))
        .or(() -> first(state.archives(), this::isOpened))
        .or(() -> first(state.removedArchives(), this::isOpened));
  }

  private static Optional<ArchiveState> first(
      List<ArchiveState> archives, Predicate<ArchiveState> condition) {
    return archives.stream().filter(condition).findFirst();
  }

  private boolean isProvisionedHere(ArchiveState archive) {
    return archive.uuid() == null && isHere(archive);
  }

  private boolean isOpened(ArchiveState archive) {
    return opened.archiveUid().equals(archive.uuid());
  }

  private boolean isHere(ArchiveState archive) {
    return Path.of(archive.path()).normalize().equals(Path.of(opened.path()).normalize());
  }

  /** Names are case-insensitive, as SQL identifiers are. */
  private static Set<String> upperCase(Set<String> storageGroups) {
    return storageGroups.stream()
        .map(name -> name.toUpperCase(Locale.ROOT))
        .collect(Collectors.toSet());
  }
}
