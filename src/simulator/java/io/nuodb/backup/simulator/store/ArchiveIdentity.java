package io.nuodb.backup.simulator.store;

import java.io.IOException;
import java.nio.file.Path;
import java.util.UUID;

/** An archive's own UUID, in {@code identity.dat}; hot copies do not have one. */
public final class ArchiveIdentity {
  /** Marks the 16 bytes of a UUID in NuoDB's encoding. */
  private static final int UUID_TAG = 0xc8;

  private ArchiveIdentity() {}

  static UUID read(Path archive) throws IOException {
    return SealedFile.read(
        archive.resolve(ArchiveLayout.IDENTITY_FILE),
        in -> {
          in.readByte();
          return new UUID(in.readLong(), in.readLong());
        });
  }

  public static void write(Path archive, UUID archiveUid) throws IOException {
    SealedFile.write(
        archive.resolve(ArchiveLayout.IDENTITY_FILE),
        out -> {
          out.writeByte(UUID_TAG);
          out.writeLong(archiveUid.getMostSignificantBits());
          out.writeLong(archiveUid.getLeastSignificantBits());
        });
  }
}
