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
static const char keras_regularizers[] = {
#embed "../Language/Prelude/keras_regularizers.loss"
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
    {"keras_regularizers.loss", keras_regularizers, sizeof keras_regularizers},
    {"torch_functional.loss", torch_functional, sizeof torch_functional},
    {"optax.loss", optax, sizeof optax},
};
const struct embedded_file *embedded_prelude(void) { return prelude; }
const size_t embedded_prelude_count = sizeof prelude / sizeof prelude[0];

static const char lesson_01[] = {
#embed "../../Lessons/01-where-a-loss-sits.md"
};
static const char lesson_02[] = {
#embed "../../Lessons/02-sum-mean-shape.md"
};
static const char lesson_03[] = {
#embed "../../Lessons/03-a-derivative-is-a-nudge.md"
};
static const char lesson_04[] = {
#embed "../../Lessons/04-chain-rule-and-backprop.md"
};
static const char lesson_05[] = {
#embed "../../Lessons/05-l2-loss.md"
};
static const char lesson_06[] = {
#embed "../../Lessons/06-l1-loss.md"
};
static const char lesson_07[] = {
#embed "../../Lessons/07-huber-loss.md"
};
static const char lesson_08[] = {
#embed "../../Lessons/08-log-loss.md"
};
static const char lesson_09[] = {
#embed "../../Lessons/09-sigmoid-and-logits.md"
};
static const char lesson_10[] = {
#embed "../../Lessons/10-why-not-squared-error-on-a-sigmoid.md"
};
static const char lesson_11[] = {
#embed "../../Lessons/11-softmax-cross-entropy.md"
};
static const char lesson_12[] = {
#embed "../../Lessons/12-sparse-softmax-cross-entropy.md"
};
static const char lesson_13[] = {
#embed "../../Lessons/13-numeric-stability.md"
};
static const char lesson_14[] = {
#embed "../../Lessons/14-gradient-checking.md"
};
static const char lesson_15[] = {
#embed "../../Lessons/15-gradient-descent.md"
};
static const char lesson_16[] = {
#embed "../../Lessons/16-regularization-and-a-clinic.md"
};

static const struct embedded_file lessons[] = {
    {"01-where-a-loss-sits.md", lesson_01, sizeof lesson_01},
    {"02-sum-mean-shape.md", lesson_02, sizeof lesson_02},
    {"03-a-derivative-is-a-nudge.md", lesson_03, sizeof lesson_03},
    {"04-chain-rule-and-backprop.md", lesson_04, sizeof lesson_04},
    {"05-l2-loss.md", lesson_05, sizeof lesson_05},
    {"06-l1-loss.md", lesson_06, sizeof lesson_06},
    {"07-huber-loss.md", lesson_07, sizeof lesson_07},
    {"08-log-loss.md", lesson_08, sizeof lesson_08},
    {"09-sigmoid-and-logits.md", lesson_09, sizeof lesson_09},
    {"10-why-not-squared-error-on-a-sigmoid.md", lesson_10, sizeof lesson_10},
    {"11-softmax-cross-entropy.md", lesson_11, sizeof lesson_11},
    {"12-sparse-softmax-cross-entropy.md", lesson_12, sizeof lesson_12},
    {"13-numeric-stability.md", lesson_13, sizeof lesson_13},
    {"14-gradient-checking.md", lesson_14, sizeof lesson_14},
    {"15-gradient-descent.md", lesson_15, sizeof lesson_15},
    {"16-regularization-and-a-clinic.md", lesson_16, sizeof lesson_16},
};
const struct embedded_file *embedded_lessons(void) { return lessons; }
const size_t embedded_lesson_count = sizeof lessons / sizeof lessons[0];

// Written by `make` (`.ci/commit`) and no part of the repository.
#if __has_include("commit.h")
#include "commit.h"
#else
#define COMMIT ""
#endif
const char *const embedded_commit = COMMIT;
