package io.nuodb.backup.plan;

import io.fabric8.kubernetes.api.model.Quantity;
import io.nuodb.backup.api.BackupPolicyStatus.Run;
import io.nuodb.backup.api.BackupPolicyStatus.RunState;
import io.nuodb.backup.api.BackupPolicyStatus.StorageManager;
import io.nuodb.backup.api.BackupSetStatus;
import io.nuodb.backup.api.BackupSetStatus.Element;
import io.nuodb.backup.api.HotCopyType;
import io.nuodb.backup.plan.BackupMeasure.GoodCopy;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/** The good hot copies that a policy's sets are made of. */
final class GoodCopies {
  private final List<ObservedSet> sets;

  GoodCopies(List<ObservedSet> sets) {
    this.sets = sets;
  }

  private record Copy(ObservedSet set, Element element) {
    static final Comparator<Copy> BY_END = Comparator.comparing(copy -> copy.element.endTime());

    boolean endedBefore(Element other) {
      return element.endTime().isBefore(other.endTime());
    }

    /** Whether one coordinated hot copy made both, on different storage managers. */
    boolean sameCollection(Copy other) {
      String collection = set.status().map(BackupSetStatus::collectionId).orElse(null);
      return collection != null
          && collection.equals(other.set.status().map(BackupSetStatus::collectionId).orElse(null));
    }
  }

  /** The newest one of the unit; one that left no element, as a simple one, by its run. */
  Optional<GoodCopy> last(List<StorageManager> members, HotCopyType type) {
    List<Copy> newest = members.stream().flatMap(member -> newest(member, type).stream()).toList();
    return newest.stream()
        .max(Copy.BY_END)
        .map(copy -> goodCopy(copy, newest))
        .or(() -> lastRun(members, type));
  }

  /** The newest elements of the type on a pod's present archive, the last one first. */
  List<Element> newest(String pod, Optional<String> archiveUid, HotCopyType type, int most) {
    return sets.stream()
        .filter(set -> isOf(pod, archiveUid, set))
        .flatMap(set -> elements(set).stream())
        .filter(element -> isGood(element, type))
        .sorted(Comparator.comparing(Element::endTime).reversed())
        .limit(most)
        .toList();
  }

  private Optional<Copy> newest(StorageManager member, HotCopyType type) {
    Copy newest = null;
    for (ObservedSet set : sets) {
      if (isOf(member.pod(), Optional.ofNullable(member.archiveUid()), set)) {
        for (Element element : elements(set)) {
          if (isGood(element, type) && (newest == null || newest.endedBefore(element))) {
            newest = new Copy(set, element);
          }
        }
      }
    }
    return Optional.ofNullable(newest);
  }

  /** Not those of an archive that the storage manager had before. */
  private static boolean isOf(String pod, Optional<String> archiveUid, ObservedSet set) {
    BackupSetStatus.StorageManager of =
        set.status().map(BackupSetStatus::storageManager).orElse(set.storageManager());
    return pod.equals(of.pod())
        && (of.archiveUid() == null || archiveUid.map(of.archiveUid()::equals).orElse(true));
  }

  private static List<Element> elements(ObservedSet set) {
    return set.status().map(BackupSetStatus::elements).orElse(List.of());
  }

  private static boolean isGood(Element element, HotCopyType type) {
    return element.type() == type && element.startTime() != null && element.endTime() != null;
  }

  private static GoodCopy goodCopy(Copy last, List<Copy> newest) {
    List<Quantity> sizes =
        newest.stream()
            .filter(copy -> copy.equals(last) || copy.sameCollection(last))
            .map(copy -> copy.element().size())
            .filter(Objects::nonNull)
            .toList();
    return new GoodCopy(last.element().startTime(), last.element().endTime(), bytes(sizes));
  }

  private static OptionalLong bytes(List<Quantity> sizes) {
    return sizes.isEmpty()
        ? OptionalLong.empty()
        : OptionalLong.of(
            sizes.stream().mapToLong(size -> size.getNumericalAmount().longValue()).sum());
  }

  private Optional<GoodCopy> lastRun(List<StorageManager> members, HotCopyType type) {
    return members.stream()
        .map(member -> member.last(type))
        .filter(run -> run != null && run.state() == RunState.Succeeded)
        .max(Comparator.comparing(Run::completionTime))
        .map(run -> new GoodCopy(run.startTime(), run.completionTime(), size(run)));
  }

  private OptionalLong size(Run run) {
    return bytes(
        sets.stream()
            .filter(set -> set.type() == BackupSetStatus.Type.Simple)
            .filter(set -> set.name().equals(run.backupSet()))
            .flatMap(set -> set.status().map(BackupSetStatus::size).stream())
            .toList());
  }
}
