package io.nuodb.backup.simulator.backup;

import io.nuodb.backup.simulator.store.ArchiveLayout;
import io.nuodb.backup.simulator.store.AtomFile;
import io.nuodb.backup.simulator.store.DamagedFileException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Copies atoms one after the other through one buffer, each verified on its way. Not thread-safe:
 * every thread has its own.
 */
final class AtomCopier {
  private static final int FIRST_BUFFER_BYTES = 256 << 10;

  /** Told before each file is written; what it throws keeps the file from being written. */
  @FunctionalInterface
  interface Announcement {
    Announcement NONE = (file, bytes) -> {};

    void beforeWrite(Path file, int bytes) throws IOException;
  }

  private final Announcement announcement;
  private ByteBuffer buffer = ByteBuffer.allocateDirect(FIRST_BUFFER_BYTES);

  AtomCopier(Announcement announcement) {
    this.announcement = announcement;
  }

  /**
   * Copies an atom between archive or {@code data} directories.
   *
   * @return the fingerprint of the version that was copied, and its size
   * @throws DamagedFileException when the atom does not pass its checksum; nothing is written then
   * @throws FileSystemException naming the file that cannot be read or written, with the reason
   */
  CopiedAtom copy(Path from, Path to, int atomId) throws IOException {
    Path source = ArchiveLayout.atom(from, atomId);
    Path target = ArchiveLayout.atom(to, atomId);
    FileFailure.naming(source, () -> read(source));
    long fingerprint = AtomFile.verify(buffer, atomId, source);
    announcement.beforeWrite(target, buffer.limit());
    FileFailure.naming(target, () -> write(target));
    return new CopiedAtom(fingerprint, buffer.limit());
  }

  private void read(Path source) throws IOException {
    try (FileChannel channel = FileChannel.open(source, StandardOpenOption.READ)) {
      int size = Math.toIntExact(channel.size());
      if (size > buffer.capacity()) {
        buffer = ByteBuffer.allocateDirect(2 * size);
      }
      buffer.clear().limit(size);
      while (buffer.hasRemaining() && channel.read(buffer) >= 0) {
        // until the whole atom is in the buffer
      }
      buffer.flip();
    }
  }

  private void write(Path target) throws IOException {
    try (FileChannel channel = create(target)) {
      ByteBuffer bytes = buffer.duplicate();
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
    }
  }

  private static FileChannel create(Path target) throws IOException {
    try {
      return open(target);
    } catch (NoSuchFileException e) {
      createCatalog(target.getParent()); // its first atom
      return open(target);
    }
  }

  /** Never the directory above: one that somebody removed stays so. */
  private static void createCatalog(Path catalog) throws IOException {
    try {
      Files.createDirectory(catalog);
    } catch (FileAlreadyExistsException e) {
      // another thread has copied the first atom meanwhile
    }
  }

  private static FileChannel open(Path target) throws IOException {
    return FileChannel.open(
        target,
        StandardOpenOption.CREATE,
        StandardOpenOption.TRUNCATE_EXISTING,
        StandardOpenOption.WRITE);
  }
}
