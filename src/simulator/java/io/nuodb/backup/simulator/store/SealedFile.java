package io.nuodb.backup.simulator.store;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32C;

/** A small file with NuoDB's header and a CRC-32C trailer, replaced atomically and durably. */
final class SealedFile {
  private static final int FRAME_BYTES = 2 * Integer.BYTES;

  private SealedFile() {}

  @FunctionalInterface
  interface Fields {
    void writeTo(DataOutputStream out) throws IOException;
  }

  @FunctionalInterface
  interface Reader<T> {
    T readFrom(DataInputStream in) throws IOException;
  }

  static void write(Path file, Fields fields) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeInt(AtomFile.HEADER);
      fields.writeTo(out);
      out.writeInt(checksum(bytes.toByteArray(), bytes.size()));
    }
    DurableFile.replace(file, bytes.toByteArray());
  }

  static <T> T read(Path file, Reader<T> reader) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    int end = bytes.length - Integer.BYTES;
    if (bytes.length < FRAME_BYTES
        || ByteBuffer.wrap(bytes).getInt(0) != AtomFile.HEADER
        || ByteBuffer.wrap(bytes).getInt(end) != checksum(bytes, end)) {
      throw new DamagedFileException(file, "its checksum does not match");
    }
    ByteArrayInputStream content =
        new ByteArrayInputStream(bytes, Integer.BYTES, bytes.length - FRAME_BYTES);
    try (DataInputStream in = new DataInputStream(content)) {
      return reader.readFrom(in);
    }
  }

  private static int checksum(byte[] bytes, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, length);
    return (int) crc.getValue();
  }
}
