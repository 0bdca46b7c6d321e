package io.nuodb.backup.agent;

import java.nio.file.Path;
import java.util.Optional;

/** Where an archive is copied to, in the storage manager's file system. */
sealed interface Destination {
  /**
   * The directory that is there before the hot copy; the same path in the agent's pod, where the
   * volume is mounted.
   */
  Path root();

  /** A directory named by whoever asks: a backup set, or a simple hot copy's archive. */
  record Directory(Path path) implements Destination {
    public Directory {
      path = path.toAbsolutePath().normalize();
    }

    @Override
    public Path root() {
      return Optional.ofNullable(path.getParent()).orElse(path);
    }

    @Override
    public String toString() {
      return path.toString();
    }
  }

  /**
   * The newest initialised set of an archive, as its volume shows it: where journal hot copies must
   * go. It may be another one at every look.
   *
   * @param archiveUid empty where the root holds sets of no other archive
   */
  record NewestSet(Path root, Optional<String> archiveUid) implements Destination {
    public NewestSet {
      root = root.toAbsolutePath().normalize();
    }

    @Override
    public String toString() {
      return "the newest set under " + root;
    }
  }
}
