package io.nuodb.backup.plan;

/** An inspection to start now. */
public record InspectionLaunch(LostRun lost, int attempt, String job) {}
