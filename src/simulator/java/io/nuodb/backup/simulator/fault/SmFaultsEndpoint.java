package io.nuodb.backup.simulator.fault;

import io.nuodb.backup.simulator.domain.http.HttpService;
import io.nuodb.backup.simulator.domain.http.Request;
import java.io.IOException;

/**
 * Lets tests and people ask a storage manager for faults. POST is the same as PUT, for clients that
 * know no other method.
 */
public final class SmFaultsEndpoint {
  private static final String PATH = "/faults";

  private final ActiveFaults faults;

  public SmFaultsEndpoint(ActiveFaults faults) {
    this.faults = faults;
  }

  public void addTo(HttpService service) {
    service
        .route("GET", PATH, request -> faults.current())
        .route("PUT", PATH, this::set)
        .route("POST", PATH, this::set)
        .route("DELETE", PATH, request -> set(SmFaults.NONE));
  }

  private Object set(Request request) throws IOException {
    return set(request.body(SmFaults.class));
  }

  private Object set(SmFaults wanted) {
    faults.set(wanted);
    return wanted;
  }
}
