package io.nuodb.backup.agent;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/**
 * Says of a restored directory who restored it and how far that came. It lies beside the directory,
 * since nuoarchive wants that empty; a retry clears only what its own owner's marker calls
 * unfinished.
 *
 * @param owner identity of the restore, the same in all its attempts
 */
record RestoreMarker(String owner, State state) {
  private static final ObjectMapper JSON = JsonMapper.builder().build();

  enum State {
    /** The directory may hold a part of an archive. */
    RESTORING,
    /** The directory holds the whole archive, and it was verified. */
    RESTORED
  }

  /** Empty when there is none, or none that this program wrote. */
  static Optional<RestoreMarker> beside(Path target) throws IOException {
    try {
      return Optional.of(JSON.readValue(Files.readString(file(target)), RestoreMarker.class));
    } catch (NoSuchFileException | JsonProcessingException e) {
      return Optional.empty();
    }
  }

  /** Replaces the marker, durably and at once. */
  void write(Path target, Disk disk) throws IOException {
    Path file = file(target);
    Path draft = file.resolveSibling(file.getFileName() + ".draft");
    Files.write(draft, JSON.writeValueAsBytes(this));
    disk.force(draft);
    Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
    disk.force(file.toAbsolutePath().getParent());
  }

  boolean unfinishedOf(String someone) {
    return someone.equals(owner) && state == State.RESTORING;
  }

  boolean finishedOf(String someone) {
    return someone.equals(owner) && state == State.RESTORED;
  }

  private static Path file(Path target) {
    return target.resolveSibling("." + target.getFileName() + ".restore");
  }
}
