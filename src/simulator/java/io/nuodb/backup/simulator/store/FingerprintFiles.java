package io.nuodb.backup.simulator.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Fingerprints on disk, as NuoDB lays them out in archives and in the {@code control} directory of
 * backup elements: a {@code fingerprints.dat} beside the root atom and one in every catalog.
 */
public final class FingerprintFiles {
  private FingerprintFiles() {}

  /** Writes all tables, creating the catalog directories that are missing. */
  public static void write(Path directory, Fingerprints fingerprints) throws IOException {
    for (Map.Entry<Path, byte[]> table : tables(fingerprints).entrySet()) {
      Path file = directory.resolve(table.getKey());
      Files.createDirectories(file.getParent());
      Files.write(file, table.getValue());
    }
  }

  /** All tables by their paths, which are relative to the archive or {@code control}. */
  public static Map<Path, byte[]> tables(Fingerprints fingerprints) {
    Path directory = Path.of("");
    Map<Path, byte[]> tables = new LinkedHashMap<>();
    tables.put(rootFile(directory), rootTable(fingerprints));
    int lastCatalog = lastCatalog(fingerprints.highestAtomId());
    for (int catalog = ArchiveLayout.firstCatalog(); catalog <= lastCatalog; catalog++) {
      tables.put(catalogFile(directory, catalog), catalogTable(fingerprints, catalog));
    }
    return tables;
  }

  /**
   * Reads all tables.
   *
   * @throws DamagedFileException when a file is not a fingerprint table
   */
  public static Fingerprints read(Path directory) throws IOException {
    long[] hashes = decode(rootFile(directory));
    for (int catalog = ArchiveLayout.firstCatalog(); ; catalog++) {
      long[] inCatalog;
      try {
        inCatalog = decode(catalogFile(directory, catalog));
      } catch (NoSuchFileException e) {
        return Fingerprints.of(hashes);
      }
      int offset = ArchiveLayout.firstAtomOf(catalog) - 1;
      hashes = Arrays.copyOf(hashes, offset + inCatalog.length);
      System.arraycopy(inCatalog, 0, hashes, offset, inCatalog.length);
    }
  }

  private static long[] decode(Path file) throws IOException {
    try {
      return Fingerprints.decodeHashes(Files.readAllBytes(file));
    } catch (IllegalArgumentException e) {
      throw new DamagedFileException(file, e.getMessage());
    }
  }

  static Path fileFor(Path directory, int atomId) {
    return atomId == ArchiveLayout.ROOT_ATOM
        ? rootFile(directory)
        : catalogFile(directory, ArchiveLayout.catalogOf(atomId));
  }

  /** The content of the one table that holds the atom's fingerprint. */
  static byte[] tableFor(Fingerprints fingerprints, int atomId) {
    return atomId == ArchiveLayout.ROOT_ATOM
        ? rootTable(fingerprints)
        : catalogTable(fingerprints, ArchiveLayout.catalogOf(atomId));
  }

  private static byte[] rootTable(Fingerprints fingerprints) {
    return fingerprints.encode(ArchiveLayout.ROOT_ATOM, ArchiveLayout.ROOT_ATOM);
  }

  private static byte[] catalogTable(Fingerprints fingerprints, int catalog) {
    int last = Math.min(fingerprints.highestAtomId(), ArchiveLayout.lastAtomOf(catalog));
    return fingerprints.encode(ArchiveLayout.firstAtomOf(catalog), last);
  }

  private static Path rootFile(Path directory) {
    return directory.resolve(ArchiveLayout.FINGERPRINTS_FILE);
  }

  private static Path catalogFile(Path directory, int catalog) {
    return ArchiveLayout.catalog(directory, catalog).resolve(ArchiveLayout.FINGERPRINTS_FILE);
  }

  private static int lastCatalog(int highestAtomId) {
    return highestAtomId <= ArchiveLayout.ROOT_ATOM
        ? ArchiveLayout.firstCatalog() - 1
        : ArchiveLayout.catalogOf(highestAtomId);
  }
}
