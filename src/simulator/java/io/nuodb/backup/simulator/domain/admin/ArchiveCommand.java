package io.nuodb.backup.simulator.domain.admin;

import io.nuodb.backup.simulator.domain.admin.DomainState.ArchiveState;
import io.nuodb.backup.simulator.domain.http.HttpError;
import java.util.Set;
import java.util.UUID;

/**
 * The body of a request to create an archive object, or to resurrect a removed one.
 *
 * @param host null for an archive whose storage manager is started externally
 * @param path may begin with {@code file:}, which is what all archives are here
 * @param restored whether the archive was made from other data, so that it has another identity
 *     than the removed one had
 * @param journalPath null for a journal within the archive
 */
record ArchiveCommand(
    String dbName, String host, String path, boolean restored, String journalPath) {
  private static final String FILE_PREFIX = "file:";

  ArchiveCommand {
    if (dbName == null || path == null) {
      throw HttpError.badRequest("Missing dbName or path of archive");
    }
    if (path.startsWith("lsa:")) {
      throw HttpError.badRequest("Unable to create archive at " + path, "Only file archives exist");
    }
    path = path.startsWith(FILE_PREFIX) ? path.substring(FILE_PREFIX.length()) : path;
  }

  ArchiveState provisioned(int id) {
    return new ArchiveState(id, null, dbName, path, host, journalPath, Set.of());
  }

  ArchiveState resurrected(ArchiveState removed) {
    UUID uuid = restored ? null : removed.uuid();
    return new ArchiveState(
        removed.id(), uuid, dbName, path, host, journalPath, removed.storageGroups());
  }
}
