package io.nuodb.backup.nuodb;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The regular files under a directory.
 *
 * @param sizes bytes by path relative to the directory
 */
public record FileTree(SortedMap<Path, Long> sizes) {

  /** Files that vanish meanwhile are left out; a directory that is not there has no files. */
  public static FileTree of(Path directory) throws IOException {
    SortedMap<Path, Long> sizes = new TreeMap<>();
    if (Files.isDirectory(directory)) {
      Files.walkFileTree(
          directory,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
              if (attributes.isRegularFile()) {
                sizes.put(directory.relativize(file), attributes.size());
              }
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException failure)
                throws IOException {
              if (Files.notExists(file)) {
                return FileVisitResult.CONTINUE;
              }
              throw failure;
            }
          });
    }
    return new FileTree(sizes);
  }

  public long files() {
    return sizes.size();
  }

  /** Bytes of all files together. */
  public long size() {
    return sizes.values().stream().mapToLong(Long::longValue).sum();
  }
}
