package io.nuodb.backup.agent;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Makes all files and directories of a tree durable. Several at a time: the disk writes those that
 * wait together in one go.
 */
final class DurableTree extends SimpleFileVisitor<Path> {
  private static final int AT_A_TIME = 16;
  private static final int WAITING = 256;

  private final Disk disk;
  private final ExecutorService threads;
  private final AtomicReference<IOException> failure = new AtomicReference<>();

  private DurableTree(Disk disk, ExecutorService threads) {
    this.disk = disk;
    this.threads = threads;
  }

  /**
   * The directory, all in it, and its entry in its parent.
   *
   * @throws IOException for the first that could not be made durable
   */
  static void force(Path directory, Disk disk) throws IOException {
    ExecutorService threads =
        new ThreadPoolExecutor(
            AT_A_TIME,
            AT_A_TIME,
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(WAITING),
            new ThreadPoolExecutor.CallerRunsPolicy());
    DurableTree tree = new DurableTree(disk, threads);
    try (threads) {
      Files.walkFileTree(directory, tree);
    }
    if (tree.failure.get() != null) {
      throw tree.failure.get();
    }
    disk.force(directory.toAbsolutePath().getParent());
  }

  @Override
  public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
    return attributes.isRegularFile() ? submit(file) : FileVisitResult.CONTINUE;
  }

  @Override
  public FileVisitResult postVisitDirectory(Path directory, IOException unread) throws IOException {
    if (unread != null) {
      throw unread;
    }
    return submit(directory);
  }

  private FileVisitResult submit(Path path) {
    threads.execute(
        () -> {
          try {
            disk.force(path);
          } catch (IOException e) {
            failure.compareAndSet(null, e);
          }
        });
    return failure.get() == null ? FileVisitResult.CONTINUE : FileVisitResult.TERMINATE;
  }
}
