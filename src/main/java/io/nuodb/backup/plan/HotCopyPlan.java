package io.nuodb.backup.plan;

import io.nuodb.backup.api.BackupPolicySpec;
import io.nuodb.backup.api.BackupPolicyStatus;
import io.nuodb.backup.api.BackupPolicyStatus.Times;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What is due on a policy's units and what follows.
 *
 * @param units that were planned for
 * @param launches hot copies to start now, journal hot copies first
 * @param waiting runs that are due and do not start yet
 * @param unstarted due times and tokens that are missed or superseded from now on
 * @param rotations why sets are followed by new ones, by the Job that starts now
 * @param answeredUntil by unit, once the launches are made
 * @param lastTurns by unit, once the launches are made
 * @param onDemand tokens answered on all units, once the launches are made
 * @param pending tokens that units still have to answer
 * @param schedules in force, and since when
 * @param wakeUps when this would come out differently by the passing of time alone
 */
record HotCopyPlan(
    List<Unit> units,
    List<HotCopyLaunch> launches,
    List<BackupPolicyStatus.Waiting> waiting,
    List<Unstarted> unstarted,
    Map<String, String> rotations,
    Map<String, Times> answeredUntil,
    Map<String, Times> lastTurns,
    BackupPolicySpec.OnDemand onDemand,
    List<BackupPolicyStatus.PendingToken> pending,
    List<BackupPolicyStatus.ObservedSchedule> schedules,
    List<Instant> wakeUps) {}
