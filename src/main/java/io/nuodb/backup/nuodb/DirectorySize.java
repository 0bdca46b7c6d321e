package io.nuodb.backup.nuodb;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * How much a directory holds, regular files only, with all directories in it.
 *
 * @param bytes of all files together
 */
public record DirectorySize(long files, long bytes) {
  /**
   * Walks the directory; memory does not grow with the number of files. Files that vanish meanwhile
   * are left out; a directory that is not there has no files.
   */
  public static DirectorySize of(Path directory) throws IOException {
    Counter counter = new Counter();
    Files.walkFileTree(directory, counter);
    return new DirectorySize(counter.files, counter.bytes);
  }

  private static final class Counter extends SimpleFileVisitor<Path> {
    private long files;
    private long bytes;

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      if (attributes.isRegularFile()) {
        files++;
        bytes += attributes.size();
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
  }
}
