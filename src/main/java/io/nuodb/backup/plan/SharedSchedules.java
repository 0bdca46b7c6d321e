package io.nuodb.backup.plan;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The schedules that were used last, by their texts: each plan needs those of its policy again, and
 * to parse a cron expression takes as long as the rest of the plan.
 */
final class SharedSchedules {
  /** Three for each of a thousand policies, and some. */
  private static final int MOST = 4096;

  private static final Map<Text, SharedSchedule> RECENT =
      Collections.synchronizedMap(
          new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<Text, SharedSchedule> eldest) {
              return size() > MOST;
            }
          });

  private SharedSchedules() {}

  private record Text(String cron, String zone) {}

  /** As {@link Schedule#parse}; what is refused is not remembered. */
  static SharedSchedule get(String field, String cron, String zone) throws InvalidFieldException {
    var text = new Text(cron, zone);
    SharedSchedule known = RECENT.get(text);
    if (known != null) {
      return known;
    }
    var parsed = new SharedSchedule(Schedule.parse(field, cron, zone));
    RECENT.put(text, parsed);
    return parsed;
  }
}
