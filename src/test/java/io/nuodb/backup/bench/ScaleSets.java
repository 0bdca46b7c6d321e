package io.nuodb.backup.bench;

import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.nuodb.backup.api.Api;
import io.nuodb.backup.api.BackupSet;
import io.nuodb.backup.api.BackupSetSpec;
import io.nuodb.backup.api.BackupSetStatus;
import io.nuodb.backup.api.BackupSetStatus.Counts;
import io.nuodb.backup.api.BackupSetStatus.Element;
import io.nuodb.backup.api.BackupSetStatus.Phase;
import io.nuodb.backup.api.BackupSetStatus.Recoverable;
import io.nuodb.backup.api.BackupSetStatus.StorageManager;
import io.nuodb.backup.api.BackupSetStatus.Type;
import io.nuodb.backup.api.HotCopyType;
import io.nuodb.backup.plan.Conditions;
import io.nuodb.backup.plan.Reason;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.IntStream;

/**
 * BackupSets as the operator would have made and left them, one each day, so that it finds nothing
 * to correct. Their policies are named as the one storage manager that each has.
 */
final class ScaleSets {
  private static final String ROOT = "/var/opt/nuodb/backup";
  private static final int INCREMENTALS = 6;
  private static final Duration BETWEEN_ELEMENTS = Duration.ofHours(3);
  private static final long ELEMENT_SIZE = 1000;

  private ScaleSets() {}

  /** Returns so many sets of a policy, of which the newest, a day old, is open. */
  static List<BackupSet> of(String policy, int count, Instant now) {
    return IntStream.rangeClosed(1, count).mapToObj(age -> ofAge(policy, age, now)).toList();
  }

  /**
   * @param days since its full hot copy
   */
  private static BackupSet ofAge(String policy, int days, Instant now) {
    String name = "%s-%d-days-old".formatted(policy, days);
    StorageManager place = place(policy, name);
    var set = new BackupSet();
    set.setMetadata(
        new ObjectMetaBuilder()
            .withNamespace(ScalePolicies.NAMESPACE)
            .withName(name)
            .addToLabels(Api.MANAGED_BY_LABEL, Api.MANAGER)
            .addToLabels(Api.POLICY_LABEL, policy)
            .addToAnnotations(Api.DIRECTORY_ANNOTATION, place.directory())
            .addToAnnotations(Api.DATABASE_ANNOTATION, ScalePolicies.DATABASE)
            .addToAnnotations(Api.STORAGE_MANAGER_ANNOTATION, Serialization.asJson(place))
            .addToAnnotations(Api.TYPE_ANNOTATION, HotCopyType.FULL.text())
            .addToAnnotations(Api.RUN_KEY_ANNOTATION, "run-key-of-" + name)
            .addToAnnotations(Api.HOT_COPY_JOB_ANNOTATION, hotCopyJob(name))
            .build());
    set.setSpec(new BackupSetSpec(new BackupSetSpec.PolicyReference(policy)));
    Instant full = now.minus(Duration.ofDays(days)).truncatedTo(ChronoUnit.SECONDS);
    set.setStatus(status(name, place, days == 1 ? Phase.Open : Phase.Closed, full));
    return set;
  }

  /** The backup root of a policy's storage manager, of which no archive is known yet. */
  static StorageManager root(String policy) {
    return place(policy, null, null, "");
  }

  private static StorageManager place(String policy, String set) {
    return place(policy, 0, "archive-of-" + policy, set);
  }

  private static StorageManager place(
      String policy, Integer archiveId, String archiveUid, String set) {
    return new StorageManager(
        policy,
        archiveId,
        archiveUid,
        set.isEmpty() ? ROOT : ROOT + "/" + set,
        "backup-volume-" + policy,
        set,
        "nuodb/nuodb:7.0",
        null,
        1000L);
  }

  static String hotCopyJob(String set) {
    return "full-of-" + set;
  }

  private static BackupSetStatus status(
      String name, StorageManager place, Phase phase, Instant full) {
    return new BackupSetStatus(
        1L,
        phase,
        Type.Full,
        place,
        name,
        "collection",
        "database",
        IntStream.rangeClosed(0, INCREMENTALS).mapToObj(i -> element(name, i, full)).toList(),
        new Counts(1, INCREMENTALS, 0),
        bytes(ELEMENT_SIZE * (1 + INCREMENTALS)),
        new Recoverable(full, end(full, INCREMENTALS)),
        Conditions.of(
            List.of(),
            Conditions.State.READY,
            Reason.Complete.name(),
            "the set can be restored",
            1,
            full));
  }

  private static Element element(String set, int number, Instant full) {
    String name = number == 0 ? "full" : number + ".inc";
    Instant end = end(full, number);
    return new Element(
        name,
        name + "-of-" + set,
        number == 0 ? HotCopyType.FULL : HotCopyType.INCREMENTAL,
        end.minusSeconds(10),
        end,
        bytes(ELEMENT_SIZE));
  }

  private static Instant end(Instant full, int number) {
    return full.plus(BETWEEN_ELEMENTS.multipliedBy(number));
  }

  private static Quantity bytes(long bytes) {
    return new Quantity(Long.toString(bytes));
  }
}
