package io.nuodb.backup.nuodb;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.security.cert.CertificateException;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSocket;

/** Tells a connection that TLS ended from one that was lost. */
final class TlsFailure {
  /** How long a server may take to refuse a client; it is silent when it does not. */
  private static final int REFUSAL_MILLIS = 10_000;

  private TlsFailure() {}

  /** What to tell the user; empty when TLS did not end the connection. */
  static Optional<String> explain(IOException failure, URI server, SSLContext tls) {
    if (!"https".equals(server.getScheme())) {
      return Optional.empty();
    }
    return cause(failure, SSLHandshakeException.class)
        .map(SSLException.class::cast)
        .or(() -> handshake(server, tls))
        .map(reason -> text(reason, server));
  }

  private static String text(SSLException reason, URI server) {
    return cause(reason, CertificateException.class)
        .map(
            untrusted ->
                "the certificate of %s is not accepted, check the CA certificate and the host: %s"
                    .formatted(AdminHttp.hostAndPort(server), untrusted.getMessage()))
        .orElseGet(
            () ->
                "the TLS handshake with %s failed, check the client key and the URL: %s"
                    .formatted(AdminHttp.hostAndPort(server), reason.getMessage()));
  }

  /**
   * In TLS 1.3 a client learns only after its first request that its certificate is refused, and
   * the refusal may drown in the end of the connection. A handshake alone waits for it.
   */
  private static Optional<SSLException> handshake(URI server, SSLContext tls) {
    int port = server.getPort() < 0 ? 443 : server.getPort();
    try (Socket plain = new Socket()) {
      plain.connect(new InetSocketAddress(server.getHost(), port), REFUSAL_MILLIS);
      plain.setSoTimeout(REFUSAL_MILLIS);
      try (var socket =
          (SSLSocket) tls.getSocketFactory().createSocket(plain, server.getHost(), port, true)) {
        socket.startHandshake();
        socket.getInputStream().read();
        return Optional.empty();
      }
    } catch (SSLException e) {
      // A connection that broke once more says nothing about TLS.
      return cause(e, EOFException.class).isPresent() || cause(e, SocketException.class).isPresent()
          ? Optional.empty()
          : Optional.of(e);
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static <T extends Throwable> Optional<T> cause(Throwable failure, Class<T> type) {
    return Stream.iterate(failure, it -> it != null, Throwable::getCause)
        .filter(type::isInstance)
        .map(type::cast)
        .reduce((outer, inner) -> inner);
  }
}
