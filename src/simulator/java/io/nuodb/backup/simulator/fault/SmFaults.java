package io.nuodb.backup.simulator.fault;

/**
 * Faults of a storage manager, as they are asked for and shown. A field that is not set is no
 * fault.
 *
 * @param killed ends the process at once, with no clean-up
 * @param slowed milliseconds that every write of a hot copy waits
 * @param backupVolumeFull bytes after which the hot copies find no space left
 * @param journalVolumeFull whether the next commit finds no space left: the storage manager ends
 * @param hang hot copies wait before they write a file whose path contains this text, until the
 *     fault is cleared or they are cancelled; the empty text is in every path
 * @param sync leaves the others and SYNCs again, once
 */
public record SmFaults(
    Boolean killed,
    Long slowed,
    Long backupVolumeFull,
    Boolean journalVolumeFull,
    String hang,
    Boolean sync) {
  public static final SmFaults NONE = new SmFaults(null, null, null, null, null, null);

  /** Without what happens once and is over. */
  SmFaults lasting() {
    return new SmFaults(null, slowed, backupVolumeFull, journalVolumeFull, hang, null);
  }
}
