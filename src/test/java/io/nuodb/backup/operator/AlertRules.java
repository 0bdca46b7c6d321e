package io.nuodb.backup.operator;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What the chart's alerts are made of. */
final class AlertRules {
  private static final Path RULES =
      Path.of("helm/nuodb-backup-operator/templates/prometheusrule.yaml");
  private static final Pattern METRIC = Pattern.compile("\\bnuodb_backup_[a-z_]+");

  private AlertRules() {}

  static Set<String> metrics() throws IOException {
    return METRIC
        .matcher(Files.readString(RULES))
        .results()
        .map(MatchResult::group)
        .collect(Collectors.toSet());
  }
}
