package io.nuodb.backup.simulator.nuocmd;

import io.nuodb.backup.simulator.store.FileTree;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;

/**
 * The Python virtual environment that NuoDB's nuocmd runs in. It is made once, with the package
 * index that pip on this machine is set up for, and kept in the cache beside the local cluster's
 * programs.
 */
final class NuocmdEnvironment {
  private static final String PACKAGE = "pynuoadmin";
  private static final String VERSION = "2.7.0";
  private static final Duration LIMIT = Duration.ofMinutes(5);

  /** Says which Python this is: an environment made with another one would not run. */
  private static final String INTERPRETER =
      "import sys; print(sys.implementation.cache_tag, sys.base_prefix.replace('/', '-'), sep='')";

  private NuocmdEnvironment() {}

  /** One attempt for all tests of a run: without network it takes pip minutes to give up. */
  private record Attempt(Path environment, IOException failure) {
    static final Attempt ONLY = make();

    private static Attempt make() {
      try {
        return new Attempt(findOrInstall(), null);
      } catch (IOException e) {
        return new Attempt(null, e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return new Attempt(null, new IOException("interrupted", e));
      }
    }
  }

  /**
   * Returns the environment's directory. Where it cannot be made, as without Python or network, the
   * test that asks is skipped and says why; in continuous integration it fails.
   */
  static Path required() {
    IOException failure = Attempt.ONLY.failure();
    if (failure != null) {
      String message = "nuocmd cannot be installed: " + failure.getMessage();
      if ("true".equals(System.getenv("CI"))) {
        throw new IllegalStateException(message, failure);
      }
      Assumptions.abort(message);
    }
    return Attempt.ONLY.environment();
  }

  private static Path findOrInstall() throws IOException, InterruptedException {
    Path directory = Files.createDirectories(cache().resolve("nuocmd"));
    String interpreter = run("python3", "-c", INTERPRETER).strip();
    Path environment = directory.resolve(VERSION + "-" + interpreter);
    try (FileChannel file = open(directory.resolve("lock"));
        FileLock lock = file.lock()) {
      if (Files.notExists(environment)) {
        Path draft = directory.resolve("draft");
        FileTree.delete(draft);
        install(draft);
        Files.move(draft, environment, StandardCopyOption.ATOMIC_MOVE);
      }
    }
    return environment;
  }

  private static FileChannel open(Path lock) throws IOException {
    return FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
  }

  private static void install(Path environment) throws IOException, InterruptedException {
    run("python3", "-m", "venv", environment.toString());
    run(
        environment.resolve("bin/python3").toString(),
        "-m",
        "pip",
        "install",
        "--quiet",
        "--disable-pip-version-check",
        PACKAGE + "==" + VERSION);
  }

  private static String run(String... command) throws IOException, InterruptedException {
    Output output = Output.of(new ProcessBuilder(command), LIMIT);
    if (output.exitCode() != 0) {
      throw new IOException(
          String.join(" ", List.of(command)) + " said: " + output.out() + output.err());
    }
    return output.out();
  }

  /** As deploy/local/lib/settings.sh names it. */
  private static Path cache() {
    return Optional.ofNullable(System.getenv("XDG_CACHE_HOME"))
        .filter(home -> !home.isEmpty())
        .map(Path::of)
        .orElseGet(() -> Path.of(System.getProperty("user.home"), ".cache"))
        .resolve("nuodb-backup-operator");
  }
}
