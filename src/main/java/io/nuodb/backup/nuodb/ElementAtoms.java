package io.nuodb.backup.nuodb;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The atoms that an archive has at the end of a hot copy: those that the element's fingerprint
 * tables list, in its own data or in that of the elements before, and all in its own data. Atoms
 * dropped since an earlier element are not among them.
 *
 * <p>An archive may have millions; so they are told by directory, as numbers.
 */
public final class ElementAtoms {
  private static final String TABLE = "fingerprints.dat";
  private static final Pattern ATOM = Pattern.compile("([1-9][0-9]{0,8})\\.atm");

  private final Path control;
  private final Path data;

  public ElementAtoms(BackupElement element) {
    this.control = element.directory().resolve("control");
    this.data = element.data();
  }

  /**
   * The archive's directories that hold atoms, relative to it: its root, which is the empty path,
   * and its catalogs.
   */
  public Set<Path> directories() throws IOException {
    Set<Path> directories = new TreeSet<>();
    addCatalogs(control, Path.of(""), directories);
    addCatalogs(data, Path.of(""), directories);
    return directories;
  }

  /** The numbers of the atoms in one of the directories. */
  public BitSet in(Path directory) throws IOException {
    Path table = control.resolve(directory).resolve(TABLE);
    BitSet numbers = Files.exists(table) ? FingerprintTable.atoms(table) : new BitSet();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(data.resolve(directory))) {
      for (Path file : files) {
        number(file).ifPresent(numbers::set);
      }
    } catch (NoSuchFileException e) {
      // An element that changed nothing here has no such directory.
    }
    return numbers;
  }

  /** The number of the atom that this file is, empty when it is none. */
  public static OptionalInt number(Path file) {
    Matcher name = ATOM.matcher(file.getFileName().toString());
    return name.matches() ? OptionalInt.of(Integer.parseInt(name.group(1))) : OptionalInt.empty();
  }

  /** The file of an atom in a directory: what {@link #number} reads. */
  public static Path file(Path directory, int number) {
    return directory.resolve(number + ".atm");
  }

  private static void addCatalogs(Path root, Path directory, Set<Path> directories)
      throws IOException {
    try (DirectoryStream<Path> catalogs =
        Files.newDirectoryStream(root.resolve(directory), "*.cat")) {
      directories.add(directory);
      for (Path catalog : catalogs) {
        addCatalogs(root, directory.resolve(catalog.getFileName()), directories);
      }
    } catch (NoSuchFileException | NotDirectoryException e) {
      // No directory, so no catalog.
    }
  }
}
