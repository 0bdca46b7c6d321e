package io.nuodb.backup.simulator.store;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * The append-only journal: a commit is durable when {@link #append} returns. Callers take turns.
 */
final class Journal implements Closeable {
  private final Path directory;
  private final int fileBytes;
  private JournalFile file;
  private FileChannel channel;

  private Journal(Path directory, int fileBytes) {
    this.directory = directory;
    this.fileBytes = fileBytes;
  }

  /** Begins a new file behind those in the directory, which is created when missing. */
  static Journal open(Path directory, int fileBytes) throws IOException {
    Files.createDirectories(directory);
    Journal journal = new Journal(directory, fileBytes);
    List<JournalFile> files = JournalFile.list(directory);
    journal.begin(files.isEmpty() ? 1 : files.getLast().sequence() + 1);
    Path journalDirectory = directory.getParent().getParent();
    FileSystemSync.syncDirectory(directory.getParent());
    FileSystemSync.syncDirectory(journalDirectory);
    return journal;
  }

  private void begin(long sequence) throws IOException {
    file = JournalFile.in(directory, sequence);
    channel =
        FileChannel.open(
            file.path(),
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE);
    DurableFile.writeFully(channel, ByteBuffer.wrap(JournalFile.HEADER));
    channel.force(true);
    FileSystemSync.syncDirectory(directory);
  }

  /** Writes a group of commits and makes it durable. */
  void append(List<Commit> commits) throws IOException {
    ByteBuffer frame = JournalFile.frame(commits);
    if (channel.position() + frame.remaining() > fileBytes) {
      roll();
    }
    DurableFile.writeFully(channel, frame);
    channel.force(false);
  }

  /** Begins a file unless the current one is empty; none of the commits so far is in it. */
  long roll() throws IOException {
    if (channel.position() > JournalFile.HEADER.length) {
      channel.close();
      begin(file.sequence() + 1);
    }
    return file.sequence();
  }

  /** Deletes the files before {@code firstKept}. */
  void reap(long firstKept) throws IOException {
    for (JournalFile reaped : JournalFile.list(directory)) {
      if (reaped.sequence() < firstKept) {
        Files.delete(reaped.path());
      }
    }
  }

  Path directory() {
    return directory;
  }

  /** Where the next commit will be written. */
  JournalPosition position() throws IOException {
    return new JournalPosition(file.sequence(), channel.position());
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
