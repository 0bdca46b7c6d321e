package io.nuodb.backup.simulator.fault;

/**
 * Faults of a storage manager, as they are asked for and shown. A field that is not set is no
 * fault.
 *
 * @param slowed milliseconds that every write of a hot copy waits
 * @param backupVolumeFull bytes after which the hot copies find no space left
 * @param journalVolumeFull whether the next commit finds no space left: the storage manager ends
 * @param hang hot copies wait before they write a file whose path contains this text, until the
 *     fault is cleared or they are cancelled; the empty text is in every path
 */
public record SmFaults(Long slowed, Long backupVolumeFull, Boolean journalVolumeFull, String hang) {
  public static final SmFaults NONE = new SmFaults(null, null, null, null);

  public SmFaults {
    requireNotNegative("slowed", slowed);
    requireNotNegative("backupVolumeFull", backupVolumeFull);
  }

  private static void requireNotNegative(String name, Long value) {
    if (value != null && value < 0) {
      throw new IllegalArgumentException(name + " is negative: " + value);
    }
  }
}
