package io.nuodb.backup.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import java.util.Map;

/** A Kubernetes label selector that selects something: the empty one is refused. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value =
        "(has(self.matchLabels) && self.matchLabels.size() > 0)"
            + " || (has(self.matchExpressions) && self.matchExpressions.size() > 0)",
    message =
        "a selector needs matchLabels or matchExpressions: an empty one would select every pod")
public record PodSelector(
    @JsonPropertyDescription("Labels that a pod must have, all of them.")
        Map<String, String> matchLabels,
    @JsonPropertyDescription("Requirements on a pod's labels, all of which must hold.")
        List<Requirement> matchExpressions) {
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @ValidationRule(
      value =
          "self.operator in ['Exists', 'DoesNotExist'] ? !has(self.values) || self.values.size() =="
              + " 0 : has(self.values) && self.values.size() > 0",
      message = "In and NotIn need values; Exists and DoesNotExist have none")
  public record Requirement(
      @Required @Size(min = 1) @JsonPropertyDescription("Key of the label.") String key,
      @Required @JsonPropertyDescription("How the label's value relates to the values.")
          Operator operator,
      @JsonPropertyDescription("Values for In and NotIn.") List<String> values) {}

  public enum Operator {
    In,
    NotIn,
    Exists,
    DoesNotExist
  }
}
