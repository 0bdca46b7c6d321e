package io.nuodb.backup.agent;

import java.util.Optional;

/**
 * One archive of a hot copy.
 *
 * @param pod name of the pod of the storage manager that serves it
 * @param afterElement the newest element known before the run. Where it is given, times do not
 *     matter, nor do the clocks of the storage manager and of whoever asks
 */
record Target(String pod, Destination destination, Optional<AfterElement> afterElement) {}
