package io.nuodb.backup.simulator.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.OptionalLong;
import java.util.UUID;

/** Some files of a journal, one after the other, that end with a certain commit. */
public final class JournalStretch {
  private final UUID journalId;
  private final List<JournalFile> files;
  private final long lastFileBytes;
  private final long firstFile;
  private final OptionalLong before;
  private final long endSequence;

  /**
   * Names the files.
   *
   * @param lastFileBytes how much of the last file is written; all of the others is
   * @param firstFile sequence of the first file, also when there is none yet
   * @param before the commit before the first one in the files, where it is known
   * @param endSequence the last commit that is wanted
   */
  JournalStretch(
      UUID journalId,
      List<JournalFile> files,
      long lastFileBytes,
      long firstFile,
      OptionalLong before,
      long endSequence) {
    this.journalId = journalId;
    this.files = files;
    this.lastFileBytes = lastFileBytes;
    this.firstFile = firstFile;
    this.before = before;
    this.endSequence = endSequence;
  }

  /** Takes the content of journal files. */
  @FunctionalInterface
  public interface Sink {
    /**
     * Takes one file.
     *
     * @param path relative to a journal directory
     */
    void accept(Path path, byte[] content) throws IOException;
  }

  /**
   * Hands on the files, every record verified, up to the last commit that is wanted: the file that
   * holds it is cut behind it.
   *
   * @throws DamagedFileException naming the file, when a record is damaged or a commit is missing
   */
  public JournalCopy copyTo(Sink sink) throws IOException {
    OptionalLong sequence = before;
    long lastCopied = firstFile - 1;
    for (JournalFile file : files) {
      CommitsInOrder commits = new CommitsInOrder(file, sequence);
      byte[] whole = content(file);
      byte[] wanted = file.through(endSequence, whole, commits);
      boolean cut = wanted.length < whole.length;
      boolean nothingWanted = cut && wanted.length == JournalFile.HEADER.length;
      if (nothingWanted && lastCopied >= firstFile) {
        break;
      }
      sink.accept(relativePath(file), wanted);
      sequence = commits.last();
      lastCopied = file.sequence();
      if (cut) {
        break;
      }
    }
    requireEnd(sequence);
    return new JournalCopy(journalId, endSequence, firstFile, lastCopied);
  }

  private byte[] content(JournalFile file) throws IOException {
    try (FileChannel channel = FileChannel.open(file.path(), StandardOpenOption.READ)) {
      long bytes = file.equals(files.getLast()) ? lastFileBytes : channel.size();
      ByteBuffer buffer = ByteBuffer.allocate(Math.toIntExact(bytes));
      while (buffer.hasRemaining() && channel.read(buffer) >= 0) {
        // until all bytes asked for are in the buffer
      }
      return buffer.array();
    }
  }

  private Path relativePath(JournalFile file) {
    return ArchiveLayout.journalFiles(Path.of(""), journalId).resolve(file.path().getFileName());
  }

  private void requireEnd(OptionalLong sequence) throws IOException {
    if (sequence.isPresent() && sequence.getAsLong() != endSequence) {
      throw new IOException(
          "Journal %s ends with commit %d, not %d"
              .formatted(journalId, sequence.getAsLong(), endSequence));
    }
  }
}
