package io.nuodb.backup.simulator.domain;

import io.nuodb.backup.simulator.Main;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** A storage manager in a JVM of its own, which can be killed at any instant. */
public final class ForkedStorageManager implements AutoCloseable {
  private final Process process;

  public ForkedStorageManager(DomainFixture domain, String name) throws IOException {
    Path archive = domain.archive(name);
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--enable-native-access=ALL-UNNAMED",
            "-Xmx128m",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            Main.class.getName(),
            "nuosm",
            "--api-server",
            domain.apiServer(),
            "--db-name",
            DomainFixture.DATABASE,
            "--address",
            "127.0.0.1",
            "--port",
            "0",
            "--archive-dir",
            archive.toString(),
            "--servers-ready-timeout",
            "300",
            "--options",
            "mem 128m",
            "--labels",
            "role hotcopy");
    builder.environment().put("POD_NAME", name);
    builder.redirectOutput(ProcessBuilder.Redirect.DISCARD);
    builder.redirectError(ProcessBuilder.Redirect.INHERIT);
    process = builder.start();
  }

  public long pid() {
    return process.pid();
  }

  /** As kill -9 does; returns when the process is gone. */
  public void kill() throws InterruptedException {
    process.destroyForcibly();
    if (!process.waitFor(30, TimeUnit.SECONDS)) {
      throw new IllegalStateException("The storage manager did not die");
    }
  }

  /** As a pod's deletion does; returns the exit code. */
  int terminate() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(30, TimeUnit.SECONDS)) {
      throw new IllegalStateException("The storage manager did not end");
    }
    return process.exitValue();
  }

  @Override
  public void close() throws InterruptedException {
    kill();
  }
}
