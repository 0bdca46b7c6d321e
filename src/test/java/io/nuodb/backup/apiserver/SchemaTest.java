package io.nuodb.backup.apiserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.FieldValidateable.Validation;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the schemas accept, fill in and refuse, as users see it when they apply a manifest. */
@Tag("api-server")
@ExtendWith(ApiServer.class)
class SchemaTest {
  private static final String NAMESPACE = "nuodb";

  private final KubernetesClient client;

  SchemaTest(KubernetesClient client) {
    this.client = client;
  }

  @BeforeAll
  static void createNamespace(KubernetesClient client) {
    client
        .resource(
            new NamespaceBuilder().withNewMetadata().withName(NAMESPACE).endMetadata().build())
        .serverSideApply();
  }

  @Test
  void samplesAreAcceptedAndDefaultsFilledIn() throws Exception {
    GenericKubernetesResource policy = create(sample("backuppolicy.yaml"));
    assertThat(policy.<String>get("spec", "backupRoot")).isEqualTo("/var/opt/nuodb/backup");
    GenericKubernetesResource restore = create(sample("restorejob.yaml"));
    assertThat(restore.<String>get("spec", "target", "persistentVolumeClaim", "accessModes", 0))
        .isEqualTo("ReadWriteOnce");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "backuppolicy.yaml",
        "backuppolicy-redundancy.yaml",
        "backuppolicy-coordinated.yaml",
        "backuppolicy-journal.yaml",
        "restorejob.yaml"
      })
  void samplesNameOnlyKnownFields(String file) throws Exception {
    GenericKubernetesResource sample = sample(file);
    client.resource(sample).delete();
    client.resource(sample).fieldValidation(Validation.STRICT).create();
  }

  @ParameterizedTest(name = "{0} = {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          /spec/schedules/full/cron                     | "* * * *"             | spec.schedules.full.cron
          /spec/schedules/full/cron                     | "0 35 22 * * 6"       | spec.schedules.full.cron
          /spec/schedules/full/cron                     | "@reboot"             | spec.schedules.full.cron
          /spec/schedules/full/startingDeadline         | "six hours"           | spec.schedules.full.startingDeadline
          /spec/schedules/full/startingDeadline         | "0s"                  | spec.schedules.full.startingDeadline
          /spec/schedules                               | {"journal": {"cron": "@hourly"}} | journal hot copies need full or incremental ones
          /spec/schedules/timeZone                      | ""                    | spec.schedules.timeZone
          /spec/objectives                              | {"rpo": "half an hour"} | spec.objectives.rpo
          /spec/objectives                              | {"rto": "0m"}         | spec.objectives.rto
          /spec/rotation                                | {"maxIncrementals": 0} | spec.rotation.maxIncrementals
          /spec/storageManagers/selector                | {}                    | an empty one would select every pod
          /spec/storageManagers/selector                | {"matchLabels": {}}   | an empty one would select every pod
          /spec/storageManagers/selector/matchExpressions | [{"key": "a", "operator": "In"}] | In and NotIn need values
          /spec/storageManagers/selector/matchExpressions | [{"key": "a", "operator": "Like"}] | Unsupported value: "Like"
          /spec/database/name                           | ""                    | spec.database.name
          /spec/database/admin                          | {"url": "nuodb:8888"} | spec.database.admin.url
          /spec/database/admin                          | {"url": "http://user:secret@nuodb:8888"} | spec.database.admin.url
          /spec/database/admin                          | {"url": "http://nuo_db:8888"} | spec.database.admin.url
          /spec/database/admin                          | {"url": "http://nuodb:8888?a=b"} | spec.database.admin.url
          /spec/database/admin                          | {"url": "http://nuodb:888888"} | spec.database.admin.url
          /spec/database/admin                          | {"tls": {}}           | a caSecretRef, a clientSecretRef or both
          /spec/database/admin                          | {"tls": {"caSecretRef": {}}} | spec.database.admin.tls.caSecretRef.name
          /spec/database/admin                          | {"tls": {"caSecretRef": {"name": "a", "key": "../b"}}} | spec.database.admin.tls.caSecretRef.key
          /spec/database/admin                          | {"tls": {"clientSecretRef": {"name": "a"}, "verifyHostname": false}} | false only with a caSecretRef
          /spec/database/admin                          | {"url": "http://nuodb:8888", "tls": {"caSecretRef": {"name": "a"}}} | tls goes with an https url
          /spec/database/admin                          | {"basicAuthSecretRef": {"name": "a"}} | basicAuthSecretRef needs tls
          /spec/database/admin                          | {"url": "http://nuodb:8888", "basicAuthSecretRef": {"name": "a"}} | basicAuthSecretRef needs tls
          /spec/backupRoot                              | "backup"              | spec.backupRoot
          /spec/backupRoot                              | "/backup/"            | spec.backupRoot
          /spec/hotCopy/maxRate                         | "0"                   | maxRate is greater than zero
          /spec/hotCopy/maxRate                         | "fast"                | maxRate
          /spec/hotCopy/timeout                         | "1 hour"              | spec.hotCopy.timeout
          /spec/onDemand                                | {"full": ""}          | spec.onDemand.full
          /metadata/name                                | "a-name-of-more-than-fifty-two-characters-in-lower-case" | at most 52 characters
          """)
  void policyIsRefusedWithTheFieldNamed(String field, String value, String message)
      throws Exception {
    GenericKubernetesResource policy = with(sample("backuppolicy.yaml"), field, value);
    assertRefused(policy, message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://nuodb", "https://nuodb.nuodb.svc:8888", "http://[fd00::1]:8888"})
  void anAdminUrlIsSchemeHostAndPort(String url) throws Exception {
    String admin = "{\"url\": \"%s\"}".formatted(url);
    create(with(sample("backuppolicy.yaml"), "/spec/database/admin", admin));
  }

  @Test
  void tlsHasTheKeysOfNuodbsChartByDefault() throws Exception {
    GenericKubernetesResource policy =
        create(
            with(
                sample("backuppolicy.yaml"),
                "/spec/database/admin",
                """
                {"tls": {"caSecretRef": {"name": "nuodb-ca-cert"},
                         "clientSecretRef": {"name": "nuodb-client-pem"}},
                 "basicAuthSecretRef": {"name": "nuodb-admin"}}
                """));
    assertThat(policy.<String>get("spec", "database", "admin", "tls", "caSecretRef", "key"))
        .isEqualTo("ca.cert");
    assertThat(policy.<String>get("spec", "database", "admin", "tls", "clientSecretRef", "key"))
        .isEqualTo("nuocmd.pem");
  }

  @ParameterizedTest(name = "{0} = {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          /spec/source                       | {}                                                        | either a backupSetRef or a policyRef
          /spec/source                       | {"policyRef": {"name": "a"}, "backupSetRef": {"name": "b"}} | either a backupSetRef or a policyRef
          /spec/source                       | {"backupSetRef": {"name": "b"}, "storageManager": "sm-0"}  | storageManager goes with policyRef
          /spec/to                           | {"latest": false}                                         | latest is true
          /spec/target/subPath               | "../etc"                                                  | spec.target.subPath
          /spec/target/subPath               | "/demo"                                                   | spec.target.subPath
          /spec/target/persistentVolumeClaim | {}                                                        | spec.target.persistentVolumeClaim.name
          """)
  void restoreIsRefusedWithTheFieldNamed(String field, String value, String message)
      throws Exception {
    GenericKubernetesResource restore = with(sample("restorejob.yaml"), field, value);
    assertRefused(restore, message);
  }

  @Test
  void restoreDoesNotChangeButForSuspend() throws Exception {
    GenericKubernetesResource restore = create(sample("restorejob.yaml"));
    GenericKubernetesResource suspended =
        client.resource(restore).edit(resource -> with(resource, "/spec/suspend", "true"));
    assertThatThrownBy(
            () ->
                client
                    .resource(suspended)
                    .edit(resource -> with(resource, "/spec/target/subPath", "\"other\"")))
        .isInstanceOf(KubernetesClientException.class)
        .hasMessageContaining("make a new one");
  }

  @Test
  void anObjectWithoutSpecIsRefused() throws Exception {
    GenericKubernetesResource policy = sample("backuppolicy.yaml");
    policy.getAdditionalProperties().remove("spec");
    assertRefused(policy, "spec: Required value");
  }

  private void assertRefused(GenericKubernetesResource resource, String message) {
    assertThatThrownBy(() -> client.resource(resource).create())
        .isInstanceOfSatisfying(
            KubernetesClientException.class, e -> assertThat(e.getCode()).isEqualTo(422))
        .hasMessageContaining(message);
  }

  private GenericKubernetesResource create(GenericKubernetesResource resource) {
    client.resource(resource).delete();
    return client.resource(resource).create();
  }

  private static GenericKubernetesResource sample(String file) throws Exception {
    return Serialization.unmarshal(
        Files.readString(Path.of("deploy/samples", file)), GenericKubernetesResource.class);
  }

  @SuppressWarnings("unchecked")
  private static GenericKubernetesResource with(
      GenericKubernetesResource resource, String field, String json) {
    Map<String, Object> tree = Serialization.unmarshal(Serialization.asJson(resource), Map.class);
    Map<String, Object> parent = tree;
    String[] names = field.substring(1).split("/");
    for (int i = 0; i < names.length - 1; i++) {
      parent =
          (Map<String, Object>) parent.computeIfAbsent(names[i], name -> new LinkedHashMap<>());
    }
    parent.put(names[names.length - 1], Serialization.unmarshal(json, Object.class));
    return Serialization.unmarshal(Serialization.asJson(tree), GenericKubernetesResource.class);
  }
}
