package io.nuodb.backup.simulator.domain.admin;

import io.nuodb.backup.simulator.domain.http.JsonClient;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Clock;

/** Ends processes: those that joined by asking them, others as their parent. */
final class ProcessShutdown {
  private static final System.Logger LOG = System.getLogger(ProcessShutdown.class.getName());

  private final Domain domain;
  private final ChildProcesses children;
  private final JsonClient client;
  private final Clock clock;

  ProcessShutdown(Domain domain, ChildProcesses children, JsonClient client, Clock clock) {
    this.domain = domain;
    this.children = children;
    this.client = client;
    this.clock = clock;
  }

  /** Asks the process to end in good order, and returns without waiting for it. */
  void request(DomainProcess process) {
    switch (process) {
      case Engine engine -> tell(engine, "/shutdown");
      case RequestedProcess starting -> children.terminate(starting.startId());
    }
  }

  /** Ends the process at once, as {@code kill -9} does. */
  void kill(DomainProcess process) {
    if (!children.kill(process.startId()) && process instanceof Engine engine) {
      tell(engine, "/kill");
    }
  }

  /** Forgets the process, whether it can be told to end or not. */
  void evict(DomainProcess process) {
    kill(process);
    domain.remove(process.startId(), "Evicted");
  }

  /** Waits for at most that many seconds; returns whether the process is gone. */
  boolean awaitGone(DomainProcess process, int seconds) {
    Polling polling = new Polling(seconds, clock);
    while (domain.process(process.startId()).isPresent()) {
      if (!polling.pause()) {
        return false;
      }
    }
    return true;
  }

  /** A process that gives no answer has ended or will be found lost. */
  private void tell(Engine engine, String what) {
    try {
      client.post(engine.url() + what, null, Void.class);
    } catch (IOException e) {
      LOG.log(Level.INFO, "No answer from engine {0}: {1}", engine.startId(), e.toString());
    }
  }
}
