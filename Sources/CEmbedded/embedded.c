// `#embed` is C23; Clang has it in every C mode. The alternative, SwiftPM's `.embedInCode`, makes an
// array literal that takes the Swift compiler half a minute for the lessons; this takes none.
#pragma clang diagnostic ignored "-Wc23-extensions"

#include "embedded.h"

static const char regression[] = {
#embed "../Language/Prelude/regression.loss"
};
static const char robust[] = {
#embed "../Language/Prelude/robust.loss"
};
static const char probabilistic[] = {
#embed "../Language/Prelude/probabilistic.loss"
};
static const char binary[] = {
#embed "../Language/Prelude/binary.loss"
};
static const char multiclass[] = {
#embed "../Language/Prelude/multiclass.loss"
};
static const char margin[] = {
#embed "../Language/Prelude/margin.loss"
};
static const char metric[] = {
#embed "../Language/Prelude/metric.loss"
};
static const char divergence[] = {
#embed "../Language/Prelude/divergence.loss"
};
static const char segmentation[] = {
#embed "../Language/Prelude/segmentation.loss"
};
static const char regularizers[] = {
#embed "../Language/Prelude/regularizers.loss"
};
static const char tf_losses[] = {
#embed "../Language/Prelude/tf_losses.loss"
};
static const char tf_nn[] = {
#embed "../Language/Prelude/tf_nn.loss"
};
static const char keras_losses[] = {
#embed "../Language/Prelude/keras_losses.loss"
};
static const char torch_functional[] = {
#embed "../Language/Prelude/torch_functional.loss"
};
static const char optax[] = {
#embed "../Language/Prelude/optax.loss"
};

static const struct embedded_file prelude[] = {
    {"regression.loss", regression, sizeof regression},
    {"robust.loss", robust, sizeof robust},
    {"probabilistic.loss", probabilistic, sizeof probabilistic},
    {"binary.loss", binary, sizeof binary},
    {"multiclass.loss", multiclass, sizeof multiclass},
    {"margin.loss", margin, sizeof margin},
    {"metric.loss", metric, sizeof metric},
    {"divergence.loss", divergence, sizeof divergence},
    {"segmentation.loss", segmentation, sizeof segmentation},
    {"regularizers.loss", regularizers, sizeof regularizers},
    {"tf_losses.loss", tf_losses, sizeof tf_losses},
    {"tf_nn.loss", tf_nn, sizeof tf_nn},
    {"keras_losses.loss", keras_losses, sizeof keras_losses},
    {"torch_functional.loss", torch_functional, sizeof torch_functional},
    {"optax.loss", optax, sizeof optax},
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
