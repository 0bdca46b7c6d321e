package io.nuodb.backup.operator;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.NodeSelectorTermBuilder;
import io.fabric8.kubernetes.api.model.PodSecurityContext;
import io.fabric8.kubernetes.api.model.PodSecurityContextBuilder;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.ResourceRequirementsBuilder;
import io.fabric8.kubernetes.api.model.SecurityContext;
import io.fabric8.kubernetes.api.model.SecurityContextBuilder;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.nuodb.backup.api.BackupSetStatus.StorageManager;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** The parts that pods of all Jobs share; they pass Pod Security's {@code restricted} profile. */
final class AgentPod {
  /** The user that NuoDB's images run as. */
  static final long DEFAULT_USER = 1000L;

  private static final long ROOT_GROUP = 0L;

  private AgentPod() {}

  /** A container that runs one command of the agent. */
  static Container agent(
      OperatorConfig config, String name, List<String> arguments, List<VolumeMount> mounts) {
    List<String> command = new ArrayList<>(List.of("/opt/java/bin/java", "@/app/agent"));
    command.addAll(arguments);
    return new ContainerBuilder()
        .withName(name)
        .withImage(config.agentImage())
        .withImagePullPolicy(config.agentImagePullPolicy())
        .withCommand(command)
        .withResources(resources())
        .withSecurityContext(containerSecurity())
        .withVolumeMounts(mounts)
        .build();
  }

  static SecurityContext containerSecurity() {
    return new SecurityContextBuilder()
        .withAllowPrivilegeEscalation(false)
        .withReadOnlyRootFilesystem(true)
        .withNewCapabilities()
        .withDrop("ALL")
        .endCapabilities()
        .build();
  }

  private static ResourceRequirements resources() {
    return new ResourceRequirementsBuilder()
        .addToRequests("cpu", new Quantity("10m"))
        .addToRequests("memory", new Quantity("32Mi"))
        .addToLimits("memory", new Quantity("128Mi"))
        .build();
  }

  /**
   * The ids under which the storage manager's files can be read. The file system group is set only
   * where a volume is mounted, as it makes the kubelet look at it.
   */
  static PodSecurityContext podSecurity(Optional<StorageManager> owner) {
    long user = owner.map(StorageManager::runAsUser).filter(it -> it != 0).orElse(DEFAULT_USER);
    var context =
        new PodSecurityContextBuilder()
            .withRunAsNonRoot(true)
            .withRunAsUser(user)
            .withRunAsGroup(ROOT_GROUP)
            .withNewSeccompProfile()
            .withType("RuntimeDefault")
            .endSeccompProfile();
    owner.ifPresent(
        it ->
            context
                .withFsGroup(Objects.requireNonNullElse(it.fsGroup(), ROOT_GROUP))
                .withFsGroupChangePolicy("OnRootMismatch"));
    return context.build();
  }

  /**
   * The same where a volume is mounted that the storage manager works on: the kubelet must not
   * change the group of all its files where the storage manager's pod did not ask for that.
   */
  static PodSecurityContext podSecurityLike(StorageManager owner) {
    PodSecurityContext context = podSecurity(Optional.of(owner));
    if (owner.fsGroup() == null) {
      context.setFsGroup(null);
      context.setFsGroupChangePolicy(null);
    }
    return context;
  }

  /** A volume that one node alone may hold is mounted beside the storage manager. */
  static void onNode(PodSpecBuilder spec, Optional<String> node) {
    node.ifPresent(
        name ->
            spec.withNewAffinity()
                .withNewNodeAffinity()
                .withNewRequiredDuringSchedulingIgnoredDuringExecution()
                .withNodeSelectorTerms(
                    new NodeSelectorTermBuilder()
                        .addNewMatchField()
                        .withKey("metadata.name")
                        .withOperator("In")
                        .withValues(name)
                        .endMatchField()
                        .build())
                .endRequiredDuringSchedulingIgnoredDuringExecution()
                .endNodeAffinity()
                .endAffinity());
  }
}
