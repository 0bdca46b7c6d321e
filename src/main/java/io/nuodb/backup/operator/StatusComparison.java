package io.nuodb.backup.operator;

import io.fabric8.kubernetes.client.KubernetesClient;

/** Whether a status would be stored any differently: only then is it worth a write. */
final class StatusComparison {
  private StatusComparison() {}

  static boolean differs(KubernetesClient client, Object before, Object after) {
    if (after.equals(before)) {
      return false;
    }
    // What is absent, empty or of another unit may be stored alike.
    var json = client.getKubernetesSerialization();
    return before == null || !json.asJson(before).equals(json.asJson(after));
  }
}
