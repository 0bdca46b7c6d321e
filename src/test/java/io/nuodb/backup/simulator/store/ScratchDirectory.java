package io.nuodb.backup.simulator.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * A temporary directory for one try of a property, gone when it is closed. It is in memory where
 * there is room: tries are many, and a disk would spend most of their time in flushes, which no
 * test can tell from none.
 */
public record ScratchDirectory(Path path) implements AutoCloseable {
  private static final Path MEMORY = Path.of("/dev/shm");
  private static final long ENOUGH_BYTES = 1L << 30;

  public static ScratchDirectory create() {
    try {
      return new ScratchDirectory(
          hasRoom(MEMORY)
              ? Files.createTempDirectory(MEMORY, "store")
              : Files.createTempDirectory("store"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean hasRoom(Path directory) throws IOException {
    return Files.isWritable(directory)
        && Files.getFileStore(directory).getUsableSpace() > ENOUGH_BYTES;
  }

  public Path resolve(String name) {
    return path.resolve(name);
  }

  /** Copies a tree as it is now, which is what a process killed now would leave. */
  public static void copyTree(Path from, Path to) {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Path target = to.resolve(from.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(target);
        } else {
          Files.copy(file, target);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      FileTree.delete(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
