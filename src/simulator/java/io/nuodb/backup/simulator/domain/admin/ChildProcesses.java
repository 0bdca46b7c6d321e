package io.nuodb.backup.simulator.domain.admin;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** The engine processes that the admin started on its host; they end with it. */
final class ChildProcesses implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /** The exit code that a shell gives to what it cannot start. */
  private static final int NOT_STARTED = 127;

  /** What tells a pod apart; a process that the admin starts is in no pod of its own. */
  private static final List<String> POD_IDENTITY = List.of("POD_NAME", "POD_UID");

  private final Domain domain;
  private final Path logDirectory;
  private final Function<RequestedProcess, List<String>> commandLine;
  private final Map<Integer, Process> alive = new ConcurrentHashMap<>();

  /**
   * @param logDirectory each process writes a file {@code <start id>.log} there
   */
  ChildProcesses(
      Domain domain, Path logDirectory, Function<RequestedProcess, List<String>> commandLine) {
    this.domain = domain;
    this.logDirectory = logDirectory;
    this.commandLine = commandLine;
  }

  void start(RequestedProcess requested) throws IOException {
    int startId = requested.startId();
    ProcessBuilder builder = new ProcessBuilder(commandLine.apply(requested));
    File log = Files.createDirectories(logDirectory).resolve(startId + ".log").toFile();
    builder.redirectErrorStream(true).redirectOutput(log);
    builder.environment().keySet().removeAll(POD_IDENTITY);
    try {
      Process process = builder.start();
      alive.put(startId, process);
      process.onExit().thenAccept(ended -> ended(startId, ended.exitValue()));
    } catch (IOException e) {
      ended(startId, NOT_STARTED);
      throw e;
    }
  }

  /** Asks the process to end, if it is a child that is alive. */
  void terminate(int startId) {
    Process process = alive.get(startId);
    if (process != null) {
      process.destroy();
    }
  }

  /** Ends the process at once; returns whether it is a child that was alive. */
  boolean kill(int startId) {
    Process process = alive.get(startId);
    if (process == null) {
      return false;
    }
    process.destroyForcibly();
    return true;
  }

  private void ended(int startId, int exitCode) {
    alive.remove(startId);
    domain.exited(startId, exitCode);
  }

  @Override
  public void close() {
    List<Process> processes = List.copyOf(alive.values());
    processes.forEach(Process::destroy);
    processes.forEach(ChildProcesses::awaitEnd);
  }

  private static void awaitEnd(Process process) {
    try {
      if (process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    process.destroyForcibly();
  }
}
