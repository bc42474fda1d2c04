// `#embed` is C23; Clang has it in every C mode. The alternative, SwiftPM's `.embedInCode`, makes an
// array literal that takes the Swift compiler half a minute for the lessons; this takes none.
#pragma clang diagnostic ignored "-Wc23-extensions"

#include "embedded.h"

static const char regression[] = {
#embed "../Language/Prelude/regression.loss"
};

static const struct embedded_file prelude[] = {
    {"regression.loss", regression, sizeof regression},
};
const struct embedded_file *embedded_prelude(void) { return prelude; }
const size_t embedded_prelude_count = sizeof prelude / sizeof prelude[0];

static const char log_loss[] = {
#embed "../../Lessons/08-log-loss.md"
};

static const struct embedded_file lessons[] = {
    {"08-log-loss.md", log_loss, sizeof log_loss},
};
const struct embedded_file *embedded_lessons(void) { return lessons; }
const size_t embedded_lesson_count = sizeof lessons / sizeof lessons[0];
