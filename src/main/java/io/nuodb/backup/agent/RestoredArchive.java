package io.nuodb.backup.agent;

import io.nuodb.backup.job.Cause;
import io.nuodb.backup.nuodb.BackupElement;
import io.nuodb.backup.nuodb.DirectorySize;
import io.nuodb.backup.nuodb.ElementAtoms;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;
import java.util.Set;

/**
 * Compares an archive that nuoarchive made with the elements that it was made from, in one walk
 * that remembers atoms only of the directories that it is in.
 */
final class RestoredArchive extends SimpleFileVisitor<Path> {
  private static final Path ROOT = Path.of("");
  private static final int FIRST_ATOM = 1;
  private static final String JOURNAL = "journal";
  private static final int NAMED = 5;

  private final Path archive;
  private final ElementAtoms atoms;
  private final Set<Path> unvisited;

  /** For each directory on the way to where the walk is, the atoms that it has not met yet. */
  private final Deque<BitSet> missing = new ArrayDeque<>();

  private final List<String> faults = new ArrayList<>();
  private long faultCount;
  private long files;
  private long bytes;

  private RestoredArchive(Path archive, BackupElement last) throws IOException {
    this.archive = archive;
    this.atoms = new ElementAtoms(last);
    this.unvisited = atoms.directories();
    unvisited.add(ROOT);
  }

  /**
   * Checks that every atom that the archive had at the end of the chain is there. Sizes and bytes
   * are not compared: nuoarchive may rewrite an atom while it applies the journal, so they may
   * rightly differ.
   *
   * @throws RestoreException naming the first files that are missing or empty
   */
  static DirectorySize verify(RestoreChain chain, Path archive)
      throws IOException, RestoreException {
    RestoredArchive restored = new RestoredArchive(archive, chain.last());
    Files.walkFileTree(archive, restored);
    restored.finish();
    return new DirectorySize(restored.files, restored.bytes);
  }

  @Override
  public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
      throws IOException {
    Path relative = archive.relativize(directory);
    missing.push(unvisited.remove(relative) ? expected(relative) : new BitSet());
    return FileVisitResult.CONTINUE;
  }

  @Override
  public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
    if (attributes.isRegularFile()) {
      files++;
      bytes += attributes.size();
      ElementAtoms.number(file).ifPresent(number -> met(file, number, attributes.size()));
    }
    return FileVisitResult.CONTINUE;
  }

  @Override
  public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
    if (Files.notExists(file)) {
      return FileVisitResult.CONTINUE;
    }
    throw failure;
  }

  @Override
  public FileVisitResult postVisitDirectory(Path directory, IOException failure)
      throws IOException {
    if (failure != null) {
      throw failure;
    }
    addMissing(archive.relativize(directory), missing.pop());
    return FileVisitResult.CONTINUE;
  }

  private BitSet expected(Path directory) throws IOException {
    BitSet numbers = atoms.in(directory);
    if (directory.equals(ROOT)) {
      numbers.set(FIRST_ATOM);
    }
    return numbers;
  }

  private void met(Path file, int number, long size) {
    BitSet here = missing.element();
    if (here.get(number) && size == 0) {
      addFault("empty " + archive.relativize(file));
    }
    here.clear(number);
  }

  private void addMissing(Path directory, BitSet numbers) {
    numbers.stream().forEach(number -> addFault("missing " + ElementAtoms.file(directory, number)));
  }

  private void addFault(String fault) {
    faultCount++;
    if (faults.size() < NAMED) {
      faults.add(fault);
    }
  }

  private void finish() throws IOException, RestoreException {
    for (Path directory : unvisited) {
      addMissing(directory, expected(directory));
    }
    if (!Files.isDirectory(archive.resolve(JOURNAL))) {
      addFault("no " + JOURNAL + " directory");
    }
    if (faultCount > 0) {
      throw new RestoreException(
          Cause.VerificationFailed,
          "%s is not what the set holds, %d faults: %s"
              .formatted(archive, faultCount, String.join(", ", faults)));
    }
  }
}
