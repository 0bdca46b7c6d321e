package io.nuodb.backup.agent;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Durable storage, apart from what needs it, so that tests see what is made durable. */
@FunctionalInterface
interface Disk {
  /**
   * Returns once a file's content, or a directory's list of entries, is safe from a crash of the
   * node.
   */
  void force(Path path) throws IOException;

  /** The operating system's: Linux forces what is open for reading, directories too. */
  static Disk real() {
    return path -> {
      try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
        channel.force(true);
      }
    };
  }
}
