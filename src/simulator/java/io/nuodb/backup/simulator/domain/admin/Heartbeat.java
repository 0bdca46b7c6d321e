package io.nuodb.backup.simulator.domain.admin;

import io.nuodb.backup.simulator.domain.http.HttpError;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.UUID;
import java.util.function.Supplier;

/** Registers an engine process with the admin and keeps telling it that the process lives. */
public final class Heartbeat implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Heartbeat.class.getName());
  private static final Duration INTERVAL = Duration.ofSeconds(1);

  private final AdminLink admin;
  private final EngineType type;
  private final ProcessSettings settings;
  private final Supplier<EngineStatus> status;
  private final UUID incarnation = UUID.randomUUID();
  private final Thread thread = Thread.ofVirtual().name("heartbeat").unstarted(this::beat);
  private volatile Registration registration;
  private Integer startId;
  private boolean answered = true;

  /**
   * @param settings with the port that is bound
   * @param status how the process is at the moment
   */
  public Heartbeat(ProcessSettings settings, EngineType type, Supplier<EngineStatus> status) {
    this.admin = new AdminLink(settings.apiServer(), settings.adminAccess());
    this.type = type;
    this.settings = settings;
    this.status = status;
    this.startId = settings.startId();
  }

  /** Returns when the admin has registered the process, however long that takes. */
  public Registration start() throws InterruptedException {
    while (!report()) {
      Thread.sleep(INTERVAL);
    }
    thread.start();
    return registration;
  }

  /** The admin's newest answer. */
  public Registration registration() {
    return registration;
  }

  public AdminLink admin() {
    return admin;
  }

  /** Reports without waiting for the next beat; returns whether the admin answered. */
  public synchronized boolean report() {
    long pid = ProcessHandle.current().pid();
    try {
      registration =
          admin.report(new EngineReport(incarnation, startId, type, settings, pid, status.get()));
      startId = registration.startId();
      answered = true;
    } catch (IOException | HttpError e) {
      if (answered) {
        LOG.log(Level.WARNING, "Waiting for the admin at {0}: {1}", admin.apiUrl(), e.toString());
      }
      answered = false;
    }
    return answered;
  }

  @Override
  public void close() {
    thread.interrupt();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (registration != null) {
      admin.leave(registration.startId());
    }
    admin.close();
  }

  private void beat() {
    try {
      while (!Thread.interrupted()) {
        Thread.sleep(INTERVAL);
        report();
      }
    } catch (InterruptedException e) {
      LOG.log(Level.DEBUG, "The heartbeat ends");
    }
  }
}
