package io.nuodb.backup.plan;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.nuodb.backup.api.BackupPolicyStatus;

/** A policy's status with something in it that an agent found. */
final class ReportedStatus {
  private static final KubernetesSerialization JSON = new KubernetesSerialization();

  private ReportedStatus() {}

  static BackupPolicyStatus keepsJournals(BackupPolicyStatus status, boolean keeps) {
    ObjectNode tree = JSON.convertValue(status, ObjectNode.class);
    tree.path("storageManagers").forEach(it -> ((ObjectNode) it).put("keepsJournals", keeps));
    return JSON.convertValue(tree, BackupPolicyStatus.class);
  }
}
