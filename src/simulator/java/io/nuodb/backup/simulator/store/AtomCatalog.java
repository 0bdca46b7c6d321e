package io.nuodb.backup.simulator.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The atoms on disk with their fingerprints. Writing takes turns; the fingerprints may be asked for
 * at any time and are those of the last checkpoint that was completed.
 */
final class AtomCatalog {
  private final Path archive;
  private final WriteObserver observer;
  private final List<PinnedAtoms> pins = new CopyOnWriteArrayList<>();
  private volatile Fingerprints fingerprints;

  AtomCatalog(Path archive, Fingerprints fingerprints, WriteObserver observer) {
    this.archive = archive;
    this.fingerprints = fingerprints;
    this.observer = observer;
  }

  Fingerprints fingerprints() {
    return fingerprints;
  }

  void pin(PinnedAtoms pinned) {
    pins.add(pinned);
  }

  void unpin(PinnedAtoms pinned) {
    pins.remove(pinned);
  }

  /**
   * Writes a checkpoint so that a crash at any moment leaves an archive from which the journal's
   * replay arrives at the same rows. Split-off atoms come before the directory that names them, and
   * the directory before the atoms that lost rows to them: a key lies in the atom that the
   * directory names, and keys outside an atom's range are not looked at.
   */
  void write(List<AtomImage> images, ArchiveState state) throws IOException {
    CheckpointIntent.write(archive, images.stream().map(AtomImage::atomId).toList());
    observer.stepDone();
    Fingerprints next = fingerprints.with(images);
    Map<Path, Path> replacements = writeAside(images, next);
    FileSystemSync.sync(archive);
    Path root = ArchiveLayout.atom(archive, ArchiveLayout.ROOT_ATOM);
    Path nextRoot = replacements.remove(root);
    preserveForPins(images);
    if (nextRoot != null) {
      Files.move(nextRoot, root, StandardCopyOption.ATOMIC_MOVE);
      FileSystemSync.syncDirectory(archive);
      observer.stepDone();
    }
    for (Map.Entry<Path, Path> replacement : replacements.entrySet()) {
      Files.move(replacement.getValue(), replacement.getKey(), StandardCopyOption.ATOMIC_MOVE);
      observer.stepDone();
    }
    FileSystemSync.sync(archive);
    fingerprints = next;
    state.write(archive);
    observer.stepDone();
    CheckpointIntent.delete(archive);
    observer.stepDone();
  }

  /** Writes all files under names that nothing refers to yet, and returns those to be renamed. */
  private Map<Path, Path> writeAside(List<AtomImage> images, Fingerprints next) throws IOException {
    Map<Path, Path> replacements = new LinkedHashMap<>();
    Map<Path, byte[]> tables = new LinkedHashMap<>();
    for (AtomImage image : images) {
      Path file = ArchiveLayout.atom(archive, image.atomId());
      Files.createDirectories(file.getParent());
      Path target = image.isNew() ? file : temporary(file);
      write(target, image.sealed());
      observer.stepDone();
      if (!image.isNew()) {
        replacements.put(file, target);
      }
      tables.computeIfAbsent(
          FingerprintFiles.fileFor(archive, image.atomId()),
          table -> FingerprintFiles.tableFor(next, image.atomId()));
    }
    for (Map.Entry<Path, byte[]> table : tables.entrySet()) {
      Path target = temporary(table.getKey());
      write(target, table.getValue());
      replacements.put(table.getKey(), target);
    }
    return replacements;
  }

  private void preserveForPins(List<AtomImage> images) throws IOException {
    for (PinnedAtoms pinned : pins) {
      for (AtomImage image : images) {
        pinned.preserve(image.atomId());
      }
    }
  }

  /** Fetches what differs from a source. The caller has marked the archive as in SYNC. */
  void replaceBy(AtomSource source) throws IOException {
    Fingerprints wanted = source.fingerprints();
    for (int atomId : wanted.changedSince(fingerprints).toArray()) {
      byte[] sealed = source.atom(atomId);
      Path file = ArchiveLayout.atom(archive, atomId);
      long fetched = AtomFile.verify(ByteBuffer.wrap(sealed), atomId, file);
      if (fetched != wanted.hash(atomId).orElseThrow()) {
        throw new IOException("The SYNC source sent another version of atom " + atomId);
      }
      Files.createDirectories(file.getParent());
      write(temporary(file), sealed);
      Files.move(temporary(file), file, StandardCopyOption.ATOMIC_MOVE);
      observer.stepDone();
    }
    for (int atomId : fingerprints.atomIds().toArray()) {
      if (wanted.hash(atomId).isEmpty()) {
        Files.deleteIfExists(ArchiveLayout.atom(archive, atomId));
        Files.deleteIfExists(FingerprintFiles.fileFor(archive, atomId));
        observer.stepDone();
      }
    }
    FingerprintFiles.write(archive, wanted);
    FileSystemSync.sync(archive);
    fingerprints = wanted;
    CheckpointIntent.delete(archive);
    observer.stepDone();
  }

  static void write(Path file, byte[] content) throws IOException {
    try (FileChannel channel =
        FileChannel.open(
            file,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      DurableFile.writeFully(channel, ByteBuffer.wrap(content));
    }
  }

  static Path temporary(Path file) {
    return file.resolveSibling(file.getFileName() + ".tmp");
  }
}
