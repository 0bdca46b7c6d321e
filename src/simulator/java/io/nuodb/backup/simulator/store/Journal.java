package io.nuodb.backup.simulator.store;

import io.nuodb.backup.simulator.fault.Faults;
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
  private final Faults faults;
  private JournalFile file;
  private FileChannel channel;

  private Journal(Path directory, int fileBytes, Faults faults) {
    this.directory = directory;
    this.fileBytes = fileBytes;
    this.faults = faults;
  }

  /** Begins a new file behind those in the directory, which is created when missing. */
  static Journal open(Path directory, int fileBytes, Faults faults) throws IOException {
    Files.createDirectories(directory);
    Journal journal = new Journal(directory, fileBytes, faults);
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
    faults.beforeJournalWrite(file.path(), frame.remaining());
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

  Path directory() {
    return directory;
  }

  /** How much of the current file is written. */
  long bytes() throws IOException {
    return channel.position();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
