package io.nuodb.backup.operator;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.nuodb.backup.plan.HotCopyTarget;
import java.util.List;
import java.util.Optional;

/** The archives of a hot copy, as its Job carries them in an annotation. */
final class RecordedTargets {
  private static final ObjectMapper JSON =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  private RecordedTargets() {}

  static String toJson(List<HotCopyTarget> targets) {
    try {
      return JSON.writeValueAsString(targets);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Empty when the annotation is absent, or was edited into nonsense. */
  static Optional<List<HotCopyTarget>> fromJson(String text) {
    if (text == null) {
      return Optional.empty();
    }
    try {
      List<HotCopyTarget> targets = JSON.readValue(text, new TypeReference<>() {});
      return Optional.of(targets)
          .filter(it -> !it.isEmpty())
          .filter(it -> it.stream().allMatch(target -> RecordedSet.complete(target.place())));
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }
}
