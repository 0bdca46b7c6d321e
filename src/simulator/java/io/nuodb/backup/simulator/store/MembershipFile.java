package io.nuodb.backup.simulator.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeSet;

/** The membership that an archive remembers, in {@code membership.dat}. */
final class MembershipFile {
  private MembershipFile() {}

  static Membership read(Path archive) throws IOException {
    Path file = archive.resolve(ArchiveLayout.MEMBERSHIP_FILE);
    if (!Files.exists(file)) {
      return Membership.NONE;
    }
    return SealedFile.read(
        file,
        in -> {
          long epoch = in.readLong();
          TreeSet<String> members = new TreeSet<>();
          for (int count = in.readInt(); count > 0; count--) {
            members.add(in.readUTF());
          }
          return new Membership(epoch, members);
        });
  }

  static void write(Path archive, Membership membership) throws IOException {
    SealedFile.write(
        archive.resolve(ArchiveLayout.MEMBERSHIP_FILE),
        out -> {
          out.writeLong(membership.epoch());
          out.writeInt(membership.members().size());
          for (String member : membership.members()) {
            out.writeUTF(member);
          }
        });
  }
}
