package io.nuodb.backup.operator;

import io.fabric8.kubernetes.api.model.KeyToPath;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.VolumeMountBuilder;
import io.fabric8.kubernetes.api.model.VolumeProjection;
import io.fabric8.kubernetes.api.model.VolumeProjectionBuilder;
import io.nuodb.backup.api.BackupPolicy;
import io.nuodb.backup.api.BackupPolicySpec.Admin;
import io.nuodb.backup.api.BackupPolicySpec.CaSecretReference;
import io.nuodb.backup.api.BackupPolicySpec.ClientSecretReference;
import io.nuodb.backup.api.BackupPolicySpec.SecretReference;
import io.nuodb.backup.api.BackupPolicySpec.Tls;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * How the pods of a policy's Jobs reach the admin process: the agent's arguments, and the Secrets
 * that it needs, mounted in one read-only volume with the file names of NuoDB's images.
 */
record AdminConnection(BackupPolicy policy) {
  private static final String VOLUME = "admin-keys";
  private static final String DIRECTORY = "/etc/nuodb/keys";
  private static final String CA_CERT = "ca.cert";
  private static final String CLIENT_KEY = "nuocmd.pem";
  private static final String BASIC_AUTH = "basic-auth";

  /** For the owner and the group, which is 0 or the pod's fsGroup; the agent's user is in both. */
  private static final int MODE = 0440;

  List<String> arguments() {
    List<String> arguments =
        new ArrayList<>(
            List.of("--admin-url", url(), "--database", policy.getSpec().database().name()));
    ca().ifPresent(_ -> arguments.addAll(List.of("--ca-cert", DIRECTORY + "/" + CA_CERT)));
    client()
        .ifPresent(_ -> arguments.addAll(List.of("--client-key", DIRECTORY + "/" + CLIENT_KEY)));
    if (tls().map(Tls::verifyHostname).orElse(false)) {
      arguments.add("--verify-hostname");
    }
    basic().ifPresent(_ -> arguments.addAll(List.of("--basic-auth", DIRECTORY + "/" + BASIC_AUTH)));
    return arguments;
  }

  /** As spelled out in the policy, or the service of NuoDB's Helm chart. */
  private String url() {
    return admin()
        .map(Admin::url)
        .orElseGet(
            () ->
                "%s://nuodb.%s.svc:8888"
                    .formatted(
                        tls().isPresent() ? "https" : "http", policy.getMetadata().getNamespace()));
  }

  /** None where the policy names no Secret. */
  List<Volume> volumes() {
    List<VolumeProjection> secrets = secrets();
    return secrets.isEmpty()
        ? List.of()
        : List.of(
            new VolumeBuilder()
                .withName(VOLUME)
                .withNewProjected()
                .withDefaultMode(MODE)
                .withSources(secrets)
                .endProjected()
                .build());
  }

  List<VolumeMount> mounts() {
    return secrets().isEmpty()
        ? List.of()
        : List.of(
            new VolumeMountBuilder()
                .withName(VOLUME)
                .withMountPath(DIRECTORY)
                .withReadOnly(true)
                .build());
  }

  private List<VolumeProjection> secrets() {
    List<VolumeProjection> secrets = new ArrayList<>();
    ca().ifPresent(
            ref ->
                secrets.add(
                    secret(ref.name(), item(ref.key(), CaSecretReference.DEFAULT_KEY, CA_CERT))));
    client()
        .ifPresent(
            ref ->
                secrets.add(
                    secret(
                        ref.name(),
                        item(ref.key(), ClientSecretReference.DEFAULT_KEY, CLIENT_KEY))));
    basic()
        .ifPresent(
            ref -> secrets.add(secret(ref.name(), basicItem("username"), basicItem("password"))));
    return secrets;
  }

  private static VolumeProjection secret(String name, KeyToPath... items) {
    return new VolumeProjectionBuilder()
        .withNewSecret()
        .withName(name)
        .withItems(items)
        .endSecret()
        .build();
  }

  private static KeyToPath basicItem(String key) {
    return item(key, key, BASIC_AUTH + "/" + key);
  }

  /**
   * @param key in the Secret; null where the API server filled in no default
   */
  private static KeyToPath item(String key, String defaultKey, String path) {
    return new KeyToPath(Objects.requireNonNullElse(key, defaultKey), null, path);
  }

  private Optional<Admin> admin() {
    return Optional.ofNullable(policy.getSpec().database().admin());
  }

  private Optional<Tls> tls() {
    return admin().map(Admin::tls);
  }

  private Optional<CaSecretReference> ca() {
    return tls().map(Tls::caSecretRef);
  }

  private Optional<ClientSecretReference> client() {
    return tls().map(Tls::clientSecretRef);
  }

  private Optional<SecretReference> basic() {
    return admin().map(Admin::basicAuthSecretRef);
  }
}
