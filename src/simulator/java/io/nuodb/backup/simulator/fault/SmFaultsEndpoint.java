package io.nuodb.backup.simulator.fault;

import io.nuodb.backup.simulator.domain.http.HttpService;
import io.nuodb.backup.simulator.domain.http.Request;
import java.io.IOException;

/**
 * Lets tests and people ask a storage manager for faults. POST is the same as PUT, for clients that
 * know no other method.
 */
public final class SmFaultsEndpoint {
  private final ActiveFaults faults;
  private final Runnable leave;

  /**
   * @param leave makes the storage manager leave the others, so that it has to SYNC
   */
  public SmFaultsEndpoint(ActiveFaults faults, Runnable leave) {
    this.faults = faults;
    this.leave = leave;
  }

  public void addTo(HttpService service) {
    service
        .route("GET", "/faults", request -> faults.current())
        .route("PUT", "/faults", this::set)
        .route("POST", "/faults", this::set)
        .route("DELETE", "/faults", request -> set(SmFaults.NONE));
  }

  private Object set(Request request) throws IOException {
    return set(request.body(SmFaults.class));
  }

  private Object set(SmFaults wanted) {
    faults.set(wanted);
    if (Boolean.TRUE.equals(wanted.sync())) {
      leave.run();
    }
    return faults.current();
  }
}
