package io.nuodb.backup.simulator.backup;

import java.util.function.Function;

/**
 * A hot copy that may run: the rules are kept, and its target is prepared.
 *
 * @param target where it writes
 * @param copying makes the hot copy that the run is of
 */
record PreparedHotCopy(HotCopyTarget target, Function<HotCopyRun, HotCopy> copying) {}
