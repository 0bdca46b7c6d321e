package io.nuodb.backup.simulator.domain.sm;

import io.nuodb.backup.simulator.domain.admin.HotCopyOrder;
import java.util.UUID;

/**
 * What the coordinator of a hot copy of several archives asks of another storage manager.
 *
 * @param maxRate bytes per second; null for no limit
 * @param coordinatorUrl the storage manager that coordinates
 */
record MemberOrder(
    UUID hotCopyId, String type, Long maxRate, HotCopyOrder.Part part, String coordinatorUrl) {}
