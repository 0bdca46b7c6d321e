package io.nuodb.backup.simulator.domain.admin;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Runs an admin process until it is told to end. */
@Command(
    name = "nuoadmin",
    description = "Runs the domain's admin process.",
    mixinStandardHelpOptions = true)
public final class AdminCommand implements Callable<Integer> {
  @Option(
      names = "--data-dir",
      defaultValue = "/var/opt/nuodb",
      description = "Where the domain's state is kept, default ${DEFAULT-VALUE}.")
  private Path dataDirectory;

  @Option(
      names = "--port",
      defaultValue = "8888",
      description = "REST API port, default ${DEFAULT-VALUE}.")
  private int port;

  @Option(
      names = "--server-id",
      defaultValue = "${env:POD_NAME:-nuoadmin-0}",
      description = "This admin process's name (POD_NAME), default ${DEFAULT-VALUE}.")
  private String serverId;

  @Option(
      names = "--heartbeat-timeout",
      defaultValue = "5",
      description = "Seconds of silence after which a process counts as gone.")
  private int heartbeatTimeoutSeconds;

  @Mixin private AccessOptions access;

  @Override
  public Integer call() throws Exception {
    AdminProcess admin =
        new AdminProcess(
            dataDirectory,
            port,
            access.serverAccess(),
            serverId,
            Duration.ofSeconds(heartbeatTimeoutSeconds),
            Clock.systemUTC());
    Runtime.getRuntime().addShutdownHook(new Thread(admin::close));
    System.out.println("Admin process " + serverId + " serves port " + admin.port());
    new CountDownLatch(1).await();
    return 0;
  }
}
