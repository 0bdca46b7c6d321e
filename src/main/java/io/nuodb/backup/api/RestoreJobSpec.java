package io.nuodb.backup.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.List;

/** What to restore, to which point, and where. Only {@code suspend} may change. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value =
        "self.source == oldSelf.source && self.to == oldSelf.to && self.target == oldSelf.target"
            + " && has(self.engine) == has(oldSelf.engine)"
            + " && (!has(self.engine) || self.engine == oldSelf.engine)",
    message = "a RestoreJob does not change, but for suspend: make a new one")
public record RestoreJobSpec(
    @Required @JsonPropertyDescription("Where the backup set is found.") Source source,
    @Required @JsonPropertyDescription("The state to restore.") Point to,
    @Required @JsonPropertyDescription("Where the archive is restored to.") Target target,
    @JsonPropertyDescription(
            "The NuoDB image whose nuoarchive is used. Defaults to the image that made the set.")
        BackupPolicySpec.Engine engine,
    @JsonPropertyDescription("True keeps the restore from starting.") Boolean suspend) {
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @ValidationRule(
      value = "has(self.backupSetRef) != has(self.policyRef)",
      message = "a source is either a backupSetRef or a policyRef")
  @ValidationRule(
      value = "!has(self.storageManager) || has(self.policyRef)",
      message = "storageManager goes with policyRef: a backup set has one storage manager")
  public record Source(
      @JsonPropertyDescription("A BackupSet of this namespace.") Reference backupSetRef,
      @JsonPropertyDescription(
              "A BackupPolicy of this namespace: the newest state in any of its backup sets.")
          Reference policyRef,
      @Size(min = 1) @JsonPropertyDescription("Only backup sets of this storage manager's pod.")
          String storageManager) {}

  public record Reference(
      @Required @Size(min = 1) @JsonPropertyDescription("Name of the object.") String name) {}

  @ValidationRule(value = "self.latest", message = "latest is true: leave nothing to guess")
  public record Point(
      @Required @JsonPropertyDescription("True: the newest state that the source holds.")
          boolean latest) {}

  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Target(
      @Required @JsonPropertyDescription("The volume, which is made if it is absent.")
          VolumeClaim persistentVolumeClaim,
      @Pattern("^[A-Za-z0-9_][A-Za-z0-9_.-]*(/[A-Za-z0-9_][A-Za-z0-9_.-]*)*$")
          @JsonPropertyDescription(
              "Directory of the restored archive on the volume; it must be absent or empty."
                  + " Defaults to the database's name.")
          String subPath) {}

  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record VolumeClaim(
      @Required
          @Size(min = 1, max = 253)
          @JsonPropertyDescription("Name of the PersistentVolumeClaim.")
          String name,
      @JsonPropertyDescription("Storage class of a claim that is made.") String storageClassName,
      @JsonPropertyDescription(
              "Size of a claim that is made. Defaults to one and a half times the backup set's"
                  + " size, at least 1Gi.")
          Quantity size,
      @Default("[\"ReadWriteOnce\"]")
          @JsonPropertyDescription("Access modes of a claim that is made.")
          List<String> accessModes) {}
}
