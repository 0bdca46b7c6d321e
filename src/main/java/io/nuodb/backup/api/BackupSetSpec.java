package io.nuodb.backup.api;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/** Which policy a backup set was made by. */
@ValidationRule(value = "self == oldSelf", message = "the spec of a BackupSet does not change")
public record BackupSetSpec(
    @Required @JsonPropertyDescription("The BackupPolicy that made this set.")
        PolicyReference policyRef) {
  public record PolicyReference(
      @Required @Size(min = 1) @JsonPropertyDescription("Name of the BackupPolicy.") String name) {}
}
