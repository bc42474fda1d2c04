#include "zeromq.h"

#include <dlfcn.h>
#include <errno.h>
#include <string.h>

// The library's functions and numbers, as its manual gives them (http://api.zeromq.org/4-3).

enum { OPTION_LINGER = 17, OPTION_LARGEST_MESSAGE = 22, OPTION_SEND_LIMIT = 23,
       OPTION_PATIENCE = 27, OPTION_IPV6 = 42 };
enum { FLAG_DO_NOT_WAIT = 1, FLAG_MORE = 2 };

static struct {
  void *(*ctx_new)(void);
  int (*ctx_shutdown)(void *);
  int (*ctx_term)(void *);
  void *(*socket)(void *, int);
  int (*close)(void *);
  int (*bind)(void *, const char *);
  int (*setsockopt)(void *, int, const void *, size_t);
  int (*send)(void *, const void *, size_t, int);
  int (*msg_init)(struct zeromq_part *);
  int (*msg_recv)(struct zeromq_part *, void *, int);
  int (*msg_close)(struct zeromq_part *);
  int (*msg_more)(const struct zeromq_part *);
  void *(*msg_data)(struct zeromq_part *);
  size_t (*msg_size)(const struct zeromq_part *);
  int (*error_number)(void);
  const char *(*error_text)(int);
} zmq;

const char *zeromq_load(void) {
  static void *library;
  if (library) return NULL;
  static const char *const names[] = {"libzmq.so.5", "libzmq.5.dylib", "libzmq.so",
                                      "/opt/homebrew/lib/libzmq.5.dylib",
                                      "/usr/local/lib/libzmq.5.dylib"};
  void *handle = NULL;
  for (size_t i = 0; !handle && i < sizeof names / sizeof *names; i++)
    handle = dlopen(names[i], RTLD_NOW | RTLD_LOCAL);
  if (!handle) return "no shared library libzmq.so.5 was found";

  const struct {
    const char *name;
    void **place;
  } functions[] = {
      {"zmq_ctx_new", (void **)&zmq.ctx_new},       {"zmq_ctx_shutdown", (void **)&zmq.ctx_shutdown},
      {"zmq_ctx_term", (void **)&zmq.ctx_term},     {"zmq_socket", (void **)&zmq.socket},
      {"zmq_close", (void **)&zmq.close},           {"zmq_bind", (void **)&zmq.bind},
      {"zmq_setsockopt", (void **)&zmq.setsockopt}, {"zmq_send", (void **)&zmq.send},
      {"zmq_msg_init", (void **)&zmq.msg_init},     {"zmq_msg_recv", (void **)&zmq.msg_recv},
      {"zmq_msg_close", (void **)&zmq.msg_close},   {"zmq_msg_more", (void **)&zmq.msg_more},
      {"zmq_msg_data", (void **)&zmq.msg_data},     {"zmq_msg_size", (void **)&zmq.msg_size},
      {"zmq_errno", (void **)&zmq.error_number},    {"zmq_strerror", (void **)&zmq.error_text},
  };
  for (size_t i = 0; i < sizeof functions / sizeof *functions; i++) {
    *functions[i].place = dlsym(handle, functions[i].name);
    if (!*functions[i].place) {
      dlclose(handle);
      return "the libzmq that was found is older than version 4";
    }
  }
  library = handle;
  return NULL;
}

// MARK: - The context

void *zeromq_open(void) { return zmq.ctx_new(); }

void zeromq_shut_down(void *context) { zmq.ctx_shutdown(context); }

void zeromq_close(void *context) {
  while (zmq.ctx_term(context) != 0 && zmq.error_number() == EINTR) {}
}

// MARK: - Sockets

void *zeromq_bind(void *context, enum zeromq_kind kind, const char *endpoint, int64_t largest) {
  void *socket = zmq.socket(context, kind);
  if (!socket) return NULL;
  int linger = 1000, unlimited = 0, six = 1, second = 1000;
  zmq.setsockopt(socket, OPTION_LINGER, &linger, sizeof linger);
  zmq.setsockopt(socket, OPTION_LARGEST_MESSAGE, &largest, sizeof largest);
  // A burst of results beyond the usual thousand messages is not to be dropped.
  zmq.setsockopt(socket, OPTION_SEND_LIMIT, &unlimited, sizeof unlimited);
  // A signal that comes just before a wait does not end it: no wait is longer than this.
  zmq.setsockopt(socket, OPTION_PATIENCE, &second, sizeof second);
  if (strchr(endpoint, '[')) zmq.setsockopt(socket, OPTION_IPV6, &six, sizeof six);
  if (zmq.bind(socket, endpoint) == 0) return socket;
  int reason = zmq.error_number();
  zmq.close(socket);
  errno = reason;
  return NULL;
}

void zeromq_close_socket(void *socket) { zmq.close(socket); }

bool zeromq_send(void *socket, const void *bytes, size_t count, bool more) {
  while (zmq.send(socket, bytes, count, more ? FLAG_MORE : 0) < 0)
    if (zmq.error_number() != EINTR) return false;
  return true;
}

const char *zeromq_error(void) { return zmq.error_text(zmq.error_number()); }

// MARK: - Receiving

enum zeromq_outcome zeromq_receive(void *socket, struct zeromq_part *part, bool wait) {
  zmq.msg_init(part);
  if (zmq.msg_recv(part, socket, wait ? 0 : FLAG_DO_NOT_WAIT) >= 0) return ZEROMQ_RECEIVED;
  int reason = zmq.error_number();
  zmq.msg_close(part);
  return reason == EINTR || reason == EAGAIN ? ZEROMQ_NOTHING : ZEROMQ_ENDED;
}

const void *zeromq_bytes(struct zeromq_part *part) { return zmq.msg_data(part); }

size_t zeromq_count(struct zeromq_part *part) { return zmq.msg_size(part); }

bool zeromq_has_more(struct zeromq_part *part) { return zmq.msg_more(part) != 0; }

void zeromq_release(struct zeromq_part *part) { zmq.msg_close(part); }
