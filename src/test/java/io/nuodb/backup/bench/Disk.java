package io.nuodb.backup.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * The disk under a directory, at rest before something is timed. Otherwise what comes after a
 * deletion pays for it: file systems mounted with {@code discard} go on discarding in the
 * background, and ext4 passes over inodes that were deleted in the last minutes, one by one, at
 * every file that is created.
 */
final class Disk {
  /** Fields of the kernel's Documentation/block/stat. */
  private static final int WRITTEN_SECTORS = 6;

  private static final int DISCARDED_SECTORS = 13;

  private static final long PERIOD_MILLIS = 500;
  private static final int QUIET_PERIODS = 2;
  private static final int LONGEST_PERIODS = 20;

  /** Others may write a little: a megabyte in a period. */
  private static final long FEW_SECTORS = 2048;

  private final Path directory;
  private final Path statistics;

  Disk(Path directory) throws IOException {
    this.directory = directory;
    long device = (Long) Files.getAttribute(directory, "unix:dev");
    statistics = Path.of("/sys/dev/block/%d:%d/stat".formatted(major(device), minor(device)));
  }

  private static long major(long device) {
    return device >>> 8 & 0xfff | device >>> 32 & ~0xfffL;
  }

  private static long minor(long device) {
    return device & 0xff | device >>> 12 & ~0xffL;
  }

  /** Flushes, and returns once the disk has had nothing to do for a second, or after ten. */
  void settle() throws IOException, InterruptedException {
    Commands.run("sync", "-f", directory.toString());
    long before = sectors();
    int quiet = 0;
    for (int period = 0; quiet < QUIET_PERIODS; period++) {
      if (period == LONGEST_PERIODS) {
        System.err.println("The disk does not come to rest: others write to it");
        return;
      }
      TimeUnit.MILLISECONDS.sleep(PERIOD_MILLIS);
      long now = sectors();
      quiet = now - before <= FEW_SECTORS ? quiet + 1 : 0;
      before = now;
    }
  }

  /** Gives a tree's space back without deleting its files, so that their inodes stay in use. */
  void empty(Path tree) throws IOException, InterruptedException {
    Commands.run("find", tree.toString(), "-type", "f", "-exec", "truncate", "-s", "0", "{}", "+");
  }

  /** Where there are no statistics (no block device of its own) a second has to do. */
  private long sectors() throws IOException {
    if (!Files.exists(statistics)) {
      return 0;
    }
    String[] fields = Files.readString(statistics).strip().split(" +");
    long discarded = fields.length > DISCARDED_SECTORS ? number(fields, DISCARDED_SECTORS) : 0;
    return number(fields, WRITTEN_SECTORS) + discarded;
  }

  private static long number(String[] fields, int index) {
    return Long.parseLong(fields[index]);
  }
}
