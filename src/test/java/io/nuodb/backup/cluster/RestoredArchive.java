package io.nuodb.backup.cluster;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** Opens a restored archive, the only honest check of a restore. */
final class RestoredArchive {
  private RestoredArchive() {}

  /** Every row of the archive that a restore left on a volume, one a line. */
  static String dump(SimulatedDomain domain, String claim) throws Exception {
    Pod pod =
        Serialization.unmarshal(
            Files.readString(Path.of("deploy/local/restored-archive.yaml"))
                .replace(
                    "localhost/nuodb-simulator", Installation.IMAGE_PREFIX + "nuodb-simulator"),
            Pod.class);
    pod.getMetadata().setNamespace(domain.namespace());
    pod.getMetadata().setName("restored-" + claim);
    pod.getSpec().getVolumes().getFirst().getPersistentVolumeClaim().setClaimName(claim);
    try {
      domain.client().resource(pod).create();
      domain.client().resource(pod).waitUntilReady(2, TimeUnit.MINUTES);
      return Commands.run(
          domain.client(),
          domain.namespace(),
          pod.getMetadata().getName(),
          "nuorows",
          "nuorows",
          "dump",
          "/restored/" + SimulatedDomain.DATABASE);
    } finally {
      domain.client().resource(pod).delete();
    }
  }
}
