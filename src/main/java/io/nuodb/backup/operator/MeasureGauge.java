package io.nuodb.backup.operator;

import io.nuodb.backup.plan.BackupMeasure;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A gauge of each unit and type of hot copy.
 *
 * @param value in the unit that the name ends in; empty for no series
 */
record MeasureGauge(String name, String help, Function<BackupMeasure, Optional<Double>> value) {
  static List<MeasureGauge> all(Instant now) {
    return List.of(
        new MeasureGauge(
            "nuodb_backup_last_success_timestamp_seconds",
            "When the last good hot copy ended.",
            it -> it.lastGood().map(copy -> time(copy.endTime()))),
        new MeasureGauge(
            "nuodb_backup_last_status",
            "1 where the last run that is over was good, 0 where it failed or was missed.",
            it -> it.lastRunGood().map(good -> good ? 1.0 : 0.0)),
        new MeasureGauge(
            "nuodb_backup_schedule_timestamp_seconds",
            "Since when the schedule is in force.",
            it -> it.scheduledSince().map(MeasureGauge::time)),
        new MeasureGauge(
            "nuodb_backup_expected_interval_seconds",
            "The longest time between two hot copies by the schedule.",
            it -> it.expectedInterval().map(MeasureGauge::seconds)),
        new MeasureGauge(
            "nuodb_backup_next_run_timestamp_seconds",
            "When the schedule is due next.",
            it -> it.nextRun().map(MeasureGauge::time)),
        new MeasureGauge(
            "nuodb_backup_duration_seconds",
            "How long the last good hot copy took.",
            it ->
                it.lastGood()
                    .map(copy -> seconds(Duration.between(copy.startTime(), copy.endTime())))),
        new MeasureGauge(
            "nuodb_backup_size_bytes",
            "Size of the last good hot copy.",
            it ->
                it.lastGood()
                    .filter(copy -> copy.size().isPresent())
                    .map(copy -> (double) copy.size().getAsLong())),
        new MeasureGauge(
            "nuodb_backup_journal_age_seconds",
            "How far back the work begins that is in no backup yet.",
            it -> it.copiedUpTo().map(time -> seconds(Duration.between(time, now)))),
        new MeasureGauge(
            "nuodb_backup_journal_volume_size_bytes",
            "Size of the volume with the journal.",
            it -> it.journalRoom().map(room -> (double) room.size())),
        new MeasureGauge(
            "nuodb_backup_journal_volume_free_bytes",
            "What was free on the volume with the journal after the last journal hot copy.",
            it -> it.journalRoom().map(room -> (double) room.free())),
        new MeasureGauge(
            "nuodb_backup_journal_volume_left_seconds",
            "How long that lasts without another journal hot copy, at the pace of the last ones.",
            it ->
                it.journalRoom()
                    .flatMap(BackupMeasure.Room::timeToFull)
                    .map(MeasureGauge::seconds)),
        new MeasureGauge(
            "nuodb_backup_running",
            "Hot copies that run.",
            it -> Optional.of((double) it.running())));
  }

  private static double time(Instant instant) {
    return seconds(Duration.between(Instant.EPOCH, instant));
  }

  private static double seconds(Duration duration) {
    return duration.toMillis() / 1000.0;
  }
}
