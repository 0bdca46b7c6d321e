package io.nuodb.backup.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.nuodb.backup.api.Condition;
import io.nuodb.backup.api.Condition.Status;
import java.util.Optional;

/** One condition as plans report it. */
record PlannedConditions(String type) {
  Optional<Condition> of(PolicyPlan plan) {
    return Conditions.find(plan.status().conditions(), type);
  }

  /**
   * @param parts of the message
   */
  void check(PolicyPlan plan, Status status, String reason, String... parts) {
    Condition condition = of(plan).orElseThrow();
    assertThat(condition.status()).as(condition.message()).isEqualTo(status);
    assertThat(condition.reason()).as(condition.message()).isEqualTo(reason);
    for (String part : parts) {
      assertThat(condition.message()).contains(part);
    }
  }
}
