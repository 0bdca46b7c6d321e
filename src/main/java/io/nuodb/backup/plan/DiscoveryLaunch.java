package io.nuodb.backup.plan;

import java.util.List;

/** A question for archives to ask now. */
public record DiscoveryLaunch(String selection, int attempt, String job, List<String> pods) {}
