package io.nuodb.backup.plan;

import io.fabric8.kubernetes.api.model.Quantity;
import io.nuodb.backup.api.BackupPolicyStatus.JournalVolume;
import io.nuodb.backup.api.BackupPolicyStatus.StorageManager;
import io.nuodb.backup.api.BackupSetStatus.Element;
import io.nuodb.backup.api.HotCopyType;
import io.nuodb.backup.job.JobResult;
import io.nuodb.backup.plan.BackupMeasure.Room;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How much room the volume with a storage manager's journal has, and for how long.
 *
 * <p>Journal hot copies make room, so that the free bytes rise and fall, and their trend tells
 * nothing. What tells is how much journal is written: what the last journal hot copies copied, by
 * the time from the one before them to the last. At that pace the free bytes would go if journal
 * hot copies did not come.
 */
final class JournalRoom {
  /** So many that one right after another does not mislead, so few that a new load shows soon. */
  private static final int COPIES = 4;

  /** A hot copy may look at nothing for once, as the first one after the operator's start. */
  private static final Duration FORGOTTEN = Duration.ofDays(1);

  /** Beyond it a forecast says nothing but that there is room. */
  private static final Duration LONGEST = Duration.ofDays(365);

  /** Kubernetes takes a node's file system for full when less than a tenth of it is free. */
  private static final int LEAST_PART = 10;

  private JournalRoom() {}

  /**
   * What a journal hot copy beside the pod saw last; empty where none mounted such a volume.
   *
   * @param archiveUid of the pod's present archive, where it is known
   * @param before what the status says so far, which stays while there is nothing newer
   */
  static Optional<JournalVolume> of(
      PolicyObservation policy,
      String pod,
      Optional<String> archiveUid,
      Optional<JournalVolume> before) {
    Optional<HotCopyRun> last =
        policy.runs().stream()
            .filter(run -> run.type() == HotCopyType.JOURNAL)
            .filter(run -> run.targets().getFirst().pod().equals(pod))
            .filter(run -> run.job().result().isPresent() && run.job().endTime().isPresent())
            .max(Comparator.comparing(run -> run.job().endTime().orElseThrow()));
    if (last.isEmpty()) {
      return before;
    }
    Instant time = last.get().job().endTime().orElseThrow();
    if (before.map(JournalVolume::time).filter(time::isBefore).isPresent()) {
      return before;
    }
    var copies = new GoodCopies(policy.sets());
    return last.flatMap(run -> run.job().result())
        .map(JobResult::journalVolume)
        .filter(seen -> seen.size() > 0)
        .map(
            seen ->
                new JournalVolume(
                    BackupSetState.quantity(seen.size()),
                    BackupSetState.quantity(seen.free()),
                    time,
                    timeToFull(
                            seen.free(),
                            copies.newest(pod, archiveUid, HotCopyType.JOURNAL, COPIES + 1))
                        .map(JournalRoom::format)
                        .orElse(null)))
        .or(() -> before.filter(it -> it.time().isAfter(time.minus(FORGOTTEN))));
  }

  private static Optional<Duration> timeToFull(long free, List<Element> newestFirst) {
    if (newestFirst.size() < 2) {
      return Optional.empty();
    }
    Instant from = newestFirst.getLast().startTime();
    long seconds = Duration.between(from, newestFirst.getFirst().startTime()).toSeconds();
    long written =
        newestFirst.subList(0, newestFirst.size() - 1).stream()
            .map(Element::size)
            .filter(Objects::nonNull)
            .mapToLong(JournalRoom::bytes)
            .sum();
    if (seconds <= 0 || written <= 0) {
      return Optional.empty();
    }
    double left = (double) free * seconds / written;
    return left < LONGEST.toSeconds()
        ? Optional.of(Duration.ofSeconds((long) left))
        : Optional.empty();
  }

  /** To the minute, or to the day from two days on. */
  private static String format(Duration left) {
    if (left.compareTo(Duration.ofDays(2)) >= 0) {
      return Durations.format(Duration.ofDays(left.toDays()));
    }
    return Durations.format(
        left.compareTo(Duration.ofMinutes(1)) < 0 ? left : Duration.ofMinutes(left.toMinutes()));
  }

  /**
   * Whether there is too little: it would not last until the journal hot copy after the next, in
   * case the next one fails; or it is so little that a load heavier than the last may take it.
   *
   * @param allowed how old a unit's newest journal hot copy may get
   */
  static boolean scarce(JournalVolume volume, Optional<Duration> allowed) {
    boolean soon =
        timeToFull(volume)
            .filter(left -> allowed.filter(age -> left.compareTo(age) < 0).isPresent())
            .isPresent();
    return soon || freePart(volume) < 1.0 / LEAST_PART;
  }

  /** Of those that keep their journals; the one that is full first. */
  static Optional<StorageManager> scarcest(Stream<StorageManager> storageManagers) {
    return storageManagers
        .filter(it -> it.journalVolume() != null && !Boolean.FALSE.equals(it.keepsJournals()))
        .min(
            Comparator.comparing(
                    (StorageManager it) -> timeToFull(it.journalVolume()).orElse(LONGEST))
                .thenComparing(it -> freePart(it.journalVolume())));
  }

  /** Used, free and time to full, for a person. */
  static String tell(StorageManager it) {
    JournalVolume volume = it.journalVolume();
    long size = bytes(volume.size());
    long free = bytes(volume.free());
    String left =
        volume.timeToFull() == null
            ? ""
            : ", enough for %s without a journal hot copy".formatted(volume.timeToFull());
    return "the volume with the journal of %s had %d of %d bytes used at %s and %d free%s"
        .formatted(it.pod(), size - free, size, volume.time(), free, left);
  }

  static Room measure(StorageManager it) {
    JournalVolume volume = it.journalVolume();
    return new Room(bytes(volume.size()), bytes(volume.free()), timeToFull(volume));
  }

  private static Optional<Duration> timeToFull(JournalVolume volume) {
    return Optional.ofNullable(volume.timeToFull()).flatMap(Durations::read);
  }

  private static double freePart(JournalVolume volume) {
    return (double) bytes(volume.free()) / bytes(volume.size());
  }

  private static long bytes(Quantity quantity) {
    return quantity.getNumericalAmount().longValue();
  }
}
