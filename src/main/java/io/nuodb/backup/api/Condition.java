package io.nuodb.backup.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import java.time.Instant;

/** One aspect of an object's state, as Kubernetes' API conventions define conditions. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Condition(
    @Required @JsonPropertyDescription("What the condition is about.") String type,
    @Required @JsonPropertyDescription("Whether it holds.") Status status,
    @JsonPropertyDescription("The generation of the object that this was found for.")
        Long observedGeneration,
    @Required @JsonPropertyDescription("When status last changed.") Instant lastTransitionTime,
    @Required @JsonPropertyDescription("Why, in one CamelCase word.") String reason,
    @Required @JsonPropertyDescription("Why, for a person, with the next step if one is needed.")
        String message) {
  public enum Status {
    True,
    False,
    Unknown
  }
}
