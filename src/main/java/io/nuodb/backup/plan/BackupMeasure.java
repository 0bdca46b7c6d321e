package io.nuodb.backup.plan;

import io.nuodb.backup.api.HotCopyType;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What monitoring is told of one type of hot copy on one unit.
 *
 * @param scheduledSince since when a schedule in force could have been kept
 * @param expectedInterval the longest time from one hot copy to the next when all is well
 * @param nextRun when the schedule is due next
 * @param running how many run
 * @param lastRunGood how the last run ended; empty while one is under way
 * @param lastGood the last good hot copy whose set is on record
 * @param lastMissed the last run that did not take place
 * @param copiedUpTo only of a scheduled journal hot copy: what was committed before is in a backup
 * @param journalRoom only of journal hot copies: of the volume with the journal, the one of several
 *     that is full first
 */
public record BackupMeasure(
    String unit,
    HotCopyType type,
    Optional<Instant> scheduledSince,
    Optional<Duration> expectedInterval,
    Optional<Instant> nextRun,
    int running,
    Optional<Boolean> lastRunGood,
    Optional<GoodCopy> lastGood,
    Optional<MissedRun> lastMissed,
    Optional<Instant> copiedUpTo,
    Optional<Room> journalRoom) {
  /**
   * @param size in bytes
   */
  public record GoodCopy(Instant startTime, Instant endTime, OptionalLong size) {}

  /**
   * @param due when it was due
   * @param reason one CamelCase word
   */
  public record MissedRun(Instant due, String reason) {}

  /**
   * @param size in bytes
   * @param free in bytes, when it was looked at
   * @param timeToFull how long those last at the pace at which they go
   */
  public record Room(long size, long free, Optional<Duration> timeToFull) {}

  /** A run that is under way hides in the status how the one before it ended. */
  public BackupMeasure after(BackupMeasure before) {
    return new BackupMeasure(
        unit,
        type,
        scheduledSince,
        expectedInterval,
        nextRun,
        running,
        lastRunGood.or(before::lastRunGood),
        lastGood,
        lastMissed.or(before::lastMissed),
        copiedUpTo,
        journalRoom);
  }
}
