package io.nuodb.backup.simulator.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;

/**
 * The frame of an atom's file: NuoDB's four header bytes, the atom's id, the sequence of the last
 * commit applied to it, the content, and the atom's fingerprint over all of that.
 */
public final class AtomFile {
  static final int HEADER = 0x361a0000;

  private static final int HEADER_BYTES = Integer.BYTES + Integer.BYTES + Long.BYTES;
  private static final int FRAME_BYTES = HEADER_BYTES + Long.BYTES;

  private AtomFile() {}

  /** A buffer for an atom's content, positioned behind the header that it already has. */
  static ByteBuffer begin(int atomId, long sequence, int contentBytes) {
    return ByteBuffer.allocate(FRAME_BYTES + contentBytes)
        .putInt(HEADER)
        .putInt(atomId)
        .putLong(sequence);
  }

  /** Completes a buffer from {@link #begin} whose content has been put. */
  static byte[] seal(ByteBuffer buffer) {
    int end = buffer.position();
    buffer.putLong(fingerprint(buffer.duplicate().flip().limit(end)));
    return buffer.array();
  }

  /** What the atom carries; it is not verified. */
  public static long fingerprintOf(byte[] sealed) {
    return ByteBuffer.wrap(sealed).getLong(sealed.length - Long.BYTES);
  }

  static long sequenceOf(byte[] sealed) {
    return ByteBuffer.wrap(sealed).getLong(2 * Integer.BYTES);
  }

  static ByteBuffer contentOf(byte[] sealed) {
    return ByteBuffer.wrap(sealed, HEADER_BYTES, sealed.length - FRAME_BYTES).slice();
  }

  /**
   * Checks an atom's whole file content, from the buffer's start to its limit.
   *
   * @return the atom's fingerprint
   * @throws DamagedFileException when the content is not that of this atom, undamaged
   */
  public static long verify(ByteBuffer whole, int atomId, Path file) throws DamagedFileException {
    int length = whole.limit();
    if (length < FRAME_BYTES || whole.getInt(0) != HEADER) {
      throw new DamagedFileException(file, "not an atom");
    }
    long fingerprint = fingerprint(whole.duplicate().position(0).limit(length - Long.BYTES));
    if (fingerprint != whole.getLong(length - Long.BYTES)) {
      throw new DamagedFileException(file, "atom is damaged: its checksum does not match");
    }
    if (whole.getInt(Integer.BYTES) != atomId) {
      throw new DamagedFileException(
          file, "holds atom " + whole.getInt(Integer.BYTES) + " instead of atom " + atomId);
    }
    return fingerprint;
  }

  /** Reads and verifies an atom below an archive or {@code data} directory. */
  public static byte[] read(Path directory, int atomId) throws IOException {
    Path file = ArchiveLayout.atom(directory, atomId);
    byte[] bytes = readWhole(file);
    verify(ByteBuffer.wrap(bytes), atomId, file);
    return bytes;
  }

  private static byte[] readWhole(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      ByteBuffer buffer = ByteBuffer.allocate(Math.toIntExact(channel.size()));
      while (buffer.hasRemaining() && channel.read(buffer) >= 0) {
        // until the whole file is in the buffer
      }
      return buffer.array();
    }
  }

  /** CRC-32C and CRC-32 side by side: both run at memory speed, 64 bits keep versions apart. */
  private static long fingerprint(ByteBuffer bytes) {
    CRC32C castagnoli = new CRC32C();
    castagnoli.update(bytes.duplicate());
    CRC32 crc = new CRC32();
    crc.update(bytes.duplicate());
    long hash = castagnoli.getValue() << Integer.SIZE | crc.getValue();
    return hash == 0 ? 1 : hash; // 0 stands for "no atom"
  }
}
