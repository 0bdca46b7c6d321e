package io.nuodb.backup.simulator.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.CRC32C;

/**
 * One {@code <sequence>.njf} of a journal: a header, then a frame for each group of commits that
 * was made durable together.
 *
 * @param sequence the file's position in its journal, from 1
 * @param path where it lies
 */
record JournalFile(long sequence, Path path) implements Comparable<JournalFile> {
  static final byte[] HEADER = {-1, -1, -1, -1, 0x36, 0x1a, 0, 0};

  private static final String SUFFIX = ".njf";
  private static final int FRAME_MARK = 0x4e4a4652;
  private static final Pattern NAME = Pattern.compile("[1-9][0-9]{0,17}\\.njf");
  private static final int FRAME_HEADER_BYTES = 3 * Integer.BYTES;

  /** Receives the commits of a journal, in their order. */
  @FunctionalInterface
  interface Consumer {
    void accept(Commit commit) throws IOException;
  }

  static JournalFile in(Path directory, long sequence) {
    return new JournalFile(sequence, directory.resolve(sequence + SUFFIX));
  }

  /** In the order of their sequences; none when the directory is missing. */
  static List<JournalFile> list(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .filter(file -> NAME.matcher(file.getFileName().toString()).matches())
          .map(JournalFile::of)
          .sorted()
          .toList();
    } catch (NoSuchFileException e) {
      return List.of();
    }
  }

  private static JournalFile of(Path file) {
    String name = file.getFileName().toString();
    return new JournalFile(
        Long.parseLong(name.substring(0, name.length() - SUFFIX.length())), file);
  }

  /** Frames commits so that either all of them are found again or none. */
  static ByteBuffer frame(List<Commit> commits) {
    byte[] payload = CommitCodec.encode(commits);
    ByteBuffer frame = ByteBuffer.allocate(FRAME_HEADER_BYTES + payload.length);
    frame.putInt(FRAME_MARK).putInt(payload.length).putInt(checksum(payload, 0, payload.length));
    return frame.put(payload).flip();
  }

  /**
   * Reads the file's commits.
   *
   * @param last whether it is the journal's last file, whose end a crash may have torn
   * @return the length up to which the file is intact
   * @throws DamagedFileException naming the offset, when a frame is damaged that was durable once:
   *     one in an earlier file, or one with an intact frame behind it
   */
  long read(boolean last, Consumer consumer) throws IOException {
    return read(Files.readAllBytes(path), last, consumer);
  }

  /**
   * Verifies content of this file and gives the part of it up to a commit.
   *
   * @param endSequence the last commit that is wanted; the group that holds it is framed anew
   *     without the commits behind it
   * @param consumer receives the wanted commits
   * @return the same content when nothing follows the wanted commits
   */
  byte[] through(long endSequence, byte[] content, Consumer consumer) throws IOException {
    requireHeader(content);
    int offset = HEADER.length;
    while (offset < content.length) {
      int length = frameLength(content, offset);
      if (length < 0) {
        throw damagedAt(offset);
      }
      List<Commit> group = commits(content, offset, length);
      List<Commit> wanted =
          group.stream().filter(commit -> commit.sequence() <= endSequence).toList();
      for (Commit commit : wanted) {
        consumer.accept(commit);
      }
      if (wanted.size() < group.size()) {
        return cut(content, offset, wanted);
      }
      offset += length;
    }
    return content;
  }

  private static byte[] cut(byte[] content, int bytes, List<Commit> last) {
    ByteBuffer frame = last.isEmpty() ? ByteBuffer.allocate(0) : frame(last);
    return ByteBuffer.allocate(bytes + frame.remaining()).put(content, 0, bytes).put(frame).array();
  }

  /** Reads commits as {@link #read(boolean, Consumer)} does, from content in memory. */
  long read(byte[] content, boolean last, Consumer consumer) throws IOException {
    if (last && content.length <= HEADER.length && !startsWithHeader(content)) {
      return 0; // a crash came before its first frame
    }
    requireHeader(content);
    int offset = HEADER.length;
    while (offset < content.length) {
      int length = frameLength(content, offset);
      if (length < 0) {
        if (last && !hasFrameBehind(content, offset)) {
          return offset;
        }
        throw damagedAt(offset);
      }
      for (Commit commit : commits(content, offset, length)) {
        consumer.accept(commit);
      }
      offset += length;
    }
    return offset;
  }

  private void requireHeader(byte[] content) throws DamagedFileException {
    if (!startsWithHeader(content)) {
      throw new DamagedFileException(path, "not a journal file");
    }
  }

  private DamagedFileException damagedAt(int offset) {
    return new DamagedFileException(path, "journal record at offset " + offset + " is damaged");
  }

  private static List<Commit> commits(byte[] content, int offset, int length) throws IOException {
    int payload = offset + FRAME_HEADER_BYTES;
    return CommitCodec.decode(content, payload, length - FRAME_HEADER_BYTES);
  }

  private static boolean startsWithHeader(byte[] content) {
    return content.length >= HEADER.length
        && ByteBuffer.wrap(content, 0, HEADER.length).equals(ByteBuffer.wrap(HEADER));
  }

  /** Bytes of the intact frame at an offset, its header included, or -1 when there is none. */
  private static int frameLength(byte[] content, int offset) {
    if (content.length - offset < FRAME_HEADER_BYTES) {
      return -1;
    }
    ByteBuffer header = ByteBuffer.wrap(content, offset, FRAME_HEADER_BYTES);
    if (header.getInt() != FRAME_MARK) {
      return -1;
    }
    int length = header.getInt();
    int payload = offset + FRAME_HEADER_BYTES;
    if (length < 0 || length > content.length - payload) {
      return -1;
    }
    return checksum(content, payload, length) == header.getInt() ? FRAME_HEADER_BYTES + length : -1;
  }

  /** A frame is written only after the one before it is durable: one behind tells of damage. */
  private static boolean hasFrameBehind(byte[] content, int offset) {
    for (int at = offset + 1; at < content.length; at++) {
      if (frameLength(content, at) >= 0) {
        return true;
      }
    }
    return false;
  }

  private static int checksum(byte[] bytes, int offset, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, offset, length);
    return (int) crc.getValue();
  }

  @Override
  public int compareTo(JournalFile other) {
    return Long.compare(sequence, other.sequence);
  }
}
