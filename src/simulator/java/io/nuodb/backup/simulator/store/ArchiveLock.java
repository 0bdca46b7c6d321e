package io.nuodb.backup.simulator.store;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Keeps others from an archive, by a lock on {@code .atmlock} that ends with the process. */
final class ArchiveLock implements Closeable {
  private final FileChannel channel;

  private ArchiveLock(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Locks an archive for writing.
   *
   * @throws IOException when somebody else uses it
   */
  static ArchiveLock exclusive(Path archive) throws IOException {
    Path file = archive.resolve(ArchiveLayout.LOCK_FILE);
    return lock(
        archive,
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE),
        false);
  }

  /** Locks an archive against writers, without writing to it. */
  static ArchiveLock shared(Path archive) throws IOException {
    Path file = archive.resolve(ArchiveLayout.LOCK_FILE);
    Path lockable = Files.exists(file) ? file : archive.resolve(ArchiveLayout.ROOT_ATOM_FILE);
    return lock(archive, FileChannel.open(lockable, StandardOpenOption.READ), true);
  }

  private static ArchiveLock lock(Path archive, FileChannel channel, boolean shared)
      throws IOException {
    try {
      if (channel.tryLock(0, Long.MAX_VALUE, shared) != null) {
        return new ArchiveLock(channel);
      }
    } catch (OverlappingFileLockException e) {
      // held by this very process: refused below like any other holder
    }
    channel.close();
    throw new IOException("Archive " + archive + " is in use by a storage manager");
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
