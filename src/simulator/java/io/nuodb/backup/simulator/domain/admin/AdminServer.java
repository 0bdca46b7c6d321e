package io.nuodb.backup.simulator.domain.admin;

import io.nuodb.backup.simulator.domain.http.HttpError;

/** The domain's only server: this admin process, by its id. */
record AdminServer(String id) {
  /** Refuses a request that names a server that does not exist. */
  void require(String serverId) {
    if (!id.equals(serverId)) {
      throw HttpError.notFound("Server with serverId=" + serverId + " not found");
    }
  }
}
