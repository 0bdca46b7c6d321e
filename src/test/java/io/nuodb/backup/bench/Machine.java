package io.nuodb.backup.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * Disk and memory in the condition in which everything that is timed begins. Without that whatever
 * comes after a deletion pays for it: file systems mounted with {@code discard} go on discarding in
 * the background, and a virtual machine's host takes free memory back, which makes its next use
 * slower than the copying.
 */
final class Machine {
  /** Fields of the kernel's Documentation/block/stat. */
  private static final int WRITTEN_SECTORS = 6;

  private static final int DISCARDED_SECTORS = 13;

  private static final long PERIOD_MILLIS = 500;
  private static final int QUIET_PERIODS = 2;
  private static final int LONGEST_PERIODS = 20;

  /** Others may write a little: a megabyte in a period. */
  private static final long FEW_SECTORS = 2048;

  private final Path directory;
  private final int memoryMib;
  private final Path statistics;

  /**
   * @param directory on the disk that counts
   * @param memoryMib what the timed work fills of the page cache
   */
  Machine(Path directory, int memoryMib) throws IOException {
    this.directory = directory;
    this.memoryMib = memoryMib;
    long device = (Long) Files.getAttribute(directory, "unix:dev");
    statistics = Path.of("/sys/dev/block/%d:%d/stat".formatted(major(device), minor(device)));
  }

  private static long major(long device) {
    return device >>> 8 & 0xfff | device >>> 32 & ~0xfffL;
  }

  private static long minor(long device) {
    return device & 0xff | device >>> 12 & ~0xffL;
  }

  /** Flushes the disk, waits until it has nothing to do, and takes memory into use. */
  void settle() throws IOException, InterruptedException {
    Commands.run("sync", "-f", directory.toString());
    awaitQuietDisk();
    useMemory();
  }

  /** For a second without work, at most ten. */
  private void awaitQuietDisk() throws IOException, InterruptedException {
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

  /** A buffer that is filled and given back: free memory that the machine has in hand. */
  private void useMemory() throws IOException, InterruptedException {
    Commands.run(
        "dd", "if=/dev/zero", "of=/dev/null", "bs=" + memoryMib + "M", "count=1", "status=none");
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
