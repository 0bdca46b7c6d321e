package io.nuodb.backup.plan;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.Locale;
import java.util.function.Predicate;

/**
 * Names of backup sets: database, storage manager, UTC start time, and a few characters of the
 * policy, so that two policies never mean one directory by their names.
 */
final class SetNames {
  private static final DateTimeFormatter START =
      DateTimeFormatter.ofPattern("yyyyMMdd't'HHmmss", Locale.ROOT).withZone(ZoneOffset.UTC);

  private SetNames() {}

  /**
   * @param policyUid uid of the policy
   * @param otherPods pods whose sets must not be mistaken for this pod's
   * @param suffixOfKind what tells the kind of set; empty for backup sets
   * @param taken names that exist
   */
  static String of(
      String policyUid,
      String database,
      String pod,
      Collection<String> otherPods,
      Instant start,
      String suffixOfKind,
      Predicate<String> taken) {
    String suffix = afterDatabase(database, pod);
    boolean ambiguous =
        otherPods.stream()
            .filter(other -> !other.equals(pod))
            .anyMatch(other -> afterDatabase(database, other).equals(suffix));
    String name =
        String.join(
            "-",
            label(database),
            label(ambiguous ? pod : suffix),
            START.format(start),
            JobName.hash(policyUid).substring(0, 4) + suffixOfKind);
    String unique = name;
    for (int i = 2; taken.test(unique); i++) {
      unique = name + "-" + i;
    }
    return unique;
  }

  /**
   * NuoDB's Helm chart puts release, domain, cluster and database before what tells one storage
   * manager of a database from another.
   */
  private static String afterDatabase(String database, String pod) {
    String marker = "-" + database + "-";
    int at = pod.lastIndexOf(marker);
    return at < 0 ? pod : pod.substring(at + marker.length());
  }

  private static String label(String text) {
    return text.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
  }
}
