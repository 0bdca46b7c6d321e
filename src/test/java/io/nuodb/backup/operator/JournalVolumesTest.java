package io.nuodb.backup.operator;

import static io.nuodb.backup.operator.TestDomain.POD;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import org.junit.jupiter.api.Test;

/** Which claims journal hot copies mount beside storage managers. */
@EnableKubernetesMockClient(crud = true)
class JournalVolumesTest {
  private static final String ARCHIVE = "archive-volume-" + POD;
  private static final JournalVolume ON_ARCHIVE = new JournalVolume(ARCHIVE);

  KubernetesClient client;

  private final JournalVolumes volumes = new JournalVolumes();
  private final Pod pod = pod("first");

  @Test
  void theArchivesIsMountedOnceItIsKnownToPermitThat() {
    claim(ARCHIVE, "ReadWriteOnce");
    assertThat(volumes.mountable(pod)).isEmpty();
    volumes.learn(pod, client);
    assertThat(volumes.mountable(pod)).contains(ON_ARCHIVE);
    assertThat(volumes.mountable(pod("second"))).isEmpty();
  }

  @Test
  void aVolumeOfItsOwnComesFirst() {
    Pod own =
        new PodBuilder(pod)
            .editSpec()
            .editFirstContainer()
            .addNewVolumeMount()
            .withName("journal-volume")
            .withMountPath("/var/opt/nuodb/journal")
            .endVolumeMount()
            .endContainer()
            .addNewVolume()
            .withName("journal-volume")
            .withNewPersistentVolumeClaim()
            .withClaimName("journal")
            .endPersistentVolumeClaim()
            .endVolume()
            .endSpec()
            .build();
    claim(ARCHIVE, "ReadWriteOnce");
    claim("journal", "ReadWriteMany");
    volumes.learn(own, client);
    assertThat(volumes.mountable(own)).contains(new JournalVolume("journal"));

    Pod ephemeral =
        new PodBuilder(own)
            .editSpec()
            .editLastVolume()
            .withPersistentVolumeClaim(null)
            .withNewEmptyDir()
            .endEmptyDir()
            .endVolume()
            .endSpec()
            .build();
    volumes.learn(ephemeral, client);
    assertThat(volumes.mountable(ephemeral)).isEmpty();
  }

  @Test
  void oneThatNoSecondPodMayMountIsLeftAlone() {
    claim(ARCHIVE, "ReadWriteOncePod");
    volumes.learn(pod, client);
    assertThat(volumes.mountable(pod)).isEmpty();
  }

  @Test
  void oneThatDoesNotExistIsLeftAlone() {
    volumes.learn(pod, client);
    assertThat(volumes.mountable(pod)).isEmpty();
  }

  /** Its disk may hang on one node alone, and the Job would be bound to none. */
  @Test
  void besideAPodWithoutANodeNothingIsMounted() {
    claim(ARCHIVE, "ReadWriteOnce");
    Pod unbound = new PodBuilder(pod).editSpec().withNodeName(null).endSpec().build();
    volumes.learn(unbound, client);
    assertThat(volumes.mountable(unbound)).isEmpty();
  }

  @Test
  void whatKeptAPodFromRunningIsMountedNoMoreBesideThatStorageManager() {
    claim(ARCHIVE, "ReadWriteOnce");
    volumes.learn(pod, client);
    volumes.avoid(job("journal-volume", "another"));
    volumes.avoid(job("backup-volume", ARCHIVE));
    assertThat(volumes.mountable(pod)).contains(ON_ARCHIVE);
    volumes.avoid(job("journal-volume", ARCHIVE));
    volumes.learn(pod, client);
    assertThat(volumes.mountable(pod)).isEmpty();

    Pod restarted = pod("second");
    volumes.learn(restarted, client);
    assertThat(volumes.mountable(restarted)).contains(ON_ARCHIVE);
  }

  private static Pod pod(String uid) {
    Pod pod = TestDomain.storageManager(POD);
    pod.getMetadata().setNamespace("nuodb");
    pod.getMetadata().setUid(uid);
    return pod;
  }

  private void claim(String name, String accessMode) {
    client.resource(TestDomain.claim(name, accessMode)).inNamespace("nuodb").create();
  }

  private static Job job(String volume, String claim) {
    return new JobBuilder()
        .withNewMetadata()
        .withNamespace("nuodb")
        .endMetadata()
        .withNewSpec()
        .withNewTemplate()
        .withNewSpec()
        .addNewVolume()
        .withName(volume)
        .withNewPersistentVolumeClaim()
        .withClaimName(claim)
        .endPersistentVolumeClaim()
        .endVolume()
        .endSpec()
        .endTemplate()
        .endSpec()
        .build();
  }
}
