package io.nuodb.backup.simulator.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The atoms that a checkpoint is about to write, in {@code checkpoint.dat} until it is done: after
 * a crash theirs are the fingerprints that may be out of date.
 */
final class CheckpointIntent {
  private CheckpointIntent() {}

  static void write(Path archive, List<Integer> atomIds) throws IOException {
    SealedFile.write(
        archive.resolve(ArchiveLayout.CHECKPOINT_FILE),
        out -> {
          out.writeInt(atomIds.size());
          for (int atomId : atomIds) {
            out.writeInt(atomId);
          }
        });
  }

  /** The atoms of an unfinished checkpoint; none when the last one was finished. */
  static List<Integer> read(Path archive) throws IOException {
    try {
      return SealedFile.read(
          archive.resolve(ArchiveLayout.CHECKPOINT_FILE),
          in -> {
            List<Integer> atomIds = new ArrayList<>();
            for (int count = in.readInt(); count > 0; count--) {
              atomIds.add(in.readInt());
            }
            return atomIds;
          });
    } catch (NoSuchFileException e) {
      return List.of();
    }
  }

  static void delete(Path archive) throws IOException {
    Files.deleteIfExists(archive.resolve(ArchiveLayout.CHECKPOINT_FILE));
  }
}
