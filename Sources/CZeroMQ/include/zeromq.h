#ifndef LOSSBOOK_CZEROMQ_H
#define LOSSBOOK_CZEROMQ_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// A narrow door to ZeroMQ, which is loaded when it is first asked for: a program that plays no
// kernel starts without it, and runs on a machine that has none.

/// Loads the library. Returns NULL, or why it could not be loaded.
const char *zeromq_load(void);

/// The kinds of socket that a kernel binds, by the library's numbers.
enum zeromq_kind {
  ZEROMQ_PUBLISH = 1,
  ZEROMQ_REPLY = 4,
  ZEROMQ_ROUTER = 6,
};

// MARK: - The context

/// Makes a context, which any thread may use, or returns NULL.
void *zeromq_open(void);
/// Ends every wait on a socket of the context, now and from now on.
void zeromq_shut_down(void *context);
/// Frees the context when its sockets are closed; what they still had to send is sent before.
void zeromq_close(void *context);

// MARK: - Sockets

/// Makes a socket bound to an endpoint, or returns NULL. Messages larger than `largest` bytes end
/// the connection that they came by; closing waits at most a second for what is to be sent.
void *zeromq_bind(void *context, enum zeromq_kind kind, const char *endpoint, int64_t largest);
/// Closes a socket.
void zeromq_close_socket(void *socket);
/// Sends a part of a message; `more` says that another part follows.
bool zeromq_send(void *socket, const void *bytes, size_t count, bool more);
/// What the last call that failed in this thread complained of.
const char *zeromq_error(void);

// MARK: - Receiving

/// A part of a message, whose bytes the library holds until it is released.
struct zeromq_part {
  _Alignas(void *) unsigned char storage[64];
};

/// How waiting for a part ended.
enum zeromq_outcome {
  ZEROMQ_RECEIVED,
  /// A signal came, a second went by, or nothing was there and it was not to wait.
  ZEROMQ_NOTHING,
  /// The context is shut down, or the socket is broken.
  ZEROMQ_ENDED,
};

/// Waits for a part of a message, if told to wait, for a second at most.
enum zeromq_outcome zeromq_receive(void *socket, struct zeromq_part *part, bool wait);
/// The bytes of a part.
const void *zeromq_bytes(struct zeromq_part *part);
/// How many they are.
size_t zeromq_count(struct zeromq_part *part);
/// Whether another part of the same message follows.
bool zeromq_has_more(struct zeromq_part *part);
/// Frees what was received.
void zeromq_release(struct zeromq_part *part);

#endif
