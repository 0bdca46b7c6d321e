package io.nuodb.backup.simulator.domain.http;

import java.io.InputStream;

/**
 * A body that is not JSON.
 *
 * @param length bytes that the stream will yield
 * @param stream closed by the server after it was sent
 */
public record Content(long length, InputStream stream) {}
