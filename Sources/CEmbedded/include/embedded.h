#ifndef LOSSBOOK_EMBEDDED_H
#define LOSSBOOK_EMBEDDED_H

#include <stddef.h>

/// A text file of the repository that is part of the program.
struct embedded_file {
  /// Its name, without folders.
  const char *_Nonnull name;
  /// Its bytes, not terminated.
  const char *_Nonnull bytes;
  /// How many there are.
  size_t count;
};

/// The prelude's files, in the order in which they are read.
const struct embedded_file *_Nonnull embedded_prelude(void);
/// How many prelude files there are.
extern const size_t embedded_prelude_count;

/// The course's lessons, in order.
const struct embedded_file *_Nonnull embedded_lessons(void);
/// How many lessons there are.
extern const size_t embedded_lesson_count;

/// The commit that the program was built from and its date; empty where that is not known.
extern const char *_Nonnull const embedded_commit;

#endif
