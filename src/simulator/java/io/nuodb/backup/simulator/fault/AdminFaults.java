package io.nuodb.backup.simulator.fault;

import io.nuodb.backup.simulator.domain.http.ConnectionFaults;
import io.nuodb.backup.simulator.domain.http.HttpService;
import io.nuodb.backup.simulator.domain.http.Request;
import java.io.IOException;

/** Faults of a running admin process; they can be changed at any time, and go with the process. */
public final class AdminFaults implements ConnectionFaults {
  private static final String PATH = "/faults";

  /**
   * Faults as they are asked for and shown. A field that is not set is no fault.
   *
   * @param unreachable whether connections are closed without an answer
   * @param loseAnswers how many more POSTs of the REST API are carried out without an answer
   */
  record Wanted(Boolean unreachable, Integer loseAnswers) {
    static final Wanted NONE = new Wanted(null, null);

    Wanted {
      if (loseAnswers != null && loseAnswers < 0) {
        throw new IllegalArgumentException("loseAnswers is negative: " + loseAnswers);
      }
    }

    boolean losesAnswers() {
      return loseAnswers != null && loseAnswers > 0;
    }

    Wanted withOneAnswerLost() {
      return new Wanted(unreachable, loseAnswers - 1);
    }
  }

  private Wanted faults = Wanted.NONE;

  public void addTo(HttpService service) {
    service
        .route("GET", PATH, request -> current())
        .route("PUT", PATH, this::set)
        .route("POST", PATH, this::set)
        .route("DELETE", PATH, request -> set(Wanted.NONE));
  }

  @Override
  public synchronized boolean isUnreachable(String path) {
    return Boolean.TRUE.equals(faults.unreachable()) && !path.equals(PATH);
  }

  @Override
  public synchronized boolean losesAnswer(String method, String path) {
    if (!faults.losesAnswers() || !method.equals("POST") || !path.startsWith("/api/")) {
      return false;
    }
    faults = faults.withOneAnswerLost();
    return true;
  }

  private synchronized Wanted current() {
    return faults;
  }

  private Object set(Request request) throws IOException {
    return set(request.body(Wanted.class));
  }

  private synchronized Wanted set(Wanted wanted) {
    faults = wanted;
    return faults;
  }
}
