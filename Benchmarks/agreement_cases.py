"""Random calls of the libraries' losses, written down as one line a function.

A line is the name and its arguments. `labels=y:s:real` is data: a name, a shape, a kind of number;
`delta?0.5|2` is an option that is left out half of the time. The gradient is taken by the name
that has a star. Names of shapes: `s` any, `n` rows, `k` classes, `1` the number one, letters one
after the other are the axes; `w` is `s` with some axes 1; `b` is `s` or its last axis alone. What
stands before a `/` makes an object of a class, and the rest is what the object is called with.
"""

import random

WEIGHTED = "weights?w:w:weight reduction?TF"
TORCH = "reduction?'mean'|'sum'|'none' size_average?rare:True|False reduce?rare:True|False"
KERAS = "reduction?'sum'|'none'|'mean_with_sample_weight'|None"
WEIGHTS = "sample_weight?w:n:weight"
CALLS = {
    "tf.losses": f"""
absolute_difference labels=y:s:real predictions=p*:s:real {WEIGHTED}
mean_squared_error labels=y:s:real predictions=p*:s:real {WEIGHTED}
huber_loss labels=y:s:real predictions=p*:s:real delta?0.1|0.5|2 {WEIGHTED}
log_loss labels=y:s:bit predictions=p*:s:prob epsilon?1e-3|0.1|1e-7 {WEIGHTED}
log_loss labels=y:s:prob predictions=p*:s:prob {WEIGHTED}
sigmoid_cross_entropy multi_class_labels=y:s:bit logits=z*:s:logit label_smoothing?0|0.1|0.3|1 {WEIGHTED}
hinge_loss labels=y:s:bit logits=z*:s:real {WEIGHTED}
softmax_cross_entropy onehot_labels=y:nk:onehot logits=z*:nk:logit weights?w:n:weight label_smoothing?0|0.1|0.3 reduction?TF
softmax_cross_entropy onehot_labels=y:nk:rows logits=z*:nk:logit weights?0.0|2|0.5 reduction?TF
sparse_softmax_cross_entropy labels=k:n:class logits=z*:nk:logit weights?w:n:weight reduction?TF
sparse_softmax_cross_entropy labels=k:n1:class logits=z*:nk:logit weights?w:n1:weight reduction?TF
cosine_distance labels=y:nk:real predictions=p*:nk:real axis=-1|1 weights?w:n1:weight reduction?TF
cosine_distance labels=y:nk:real predictions=p*:nk:real axis=0 weights?w:1k:weight reduction?TF
cosine_distance labels=y:nk:real predictions=p*:nk:real dim=0|1|-1
compute_weighted_loss losses=l*:s:real {WEIGHTED}
mean_pairwise_squared_error labels=y:nk:real predictions=p*:nk:real weights?w:n1:weight
mean_pairwise_squared_error labels=y:nk:real predictions=p*:nk:real weights?0.0|2|0.5
""",
    "tf.nn": """
sigmoid_cross_entropy_with_logits labels=y:s:bit logits=z*:s:logit
sigmoid_cross_entropy_with_logits labels=y:s:real logits=z*:s:logit
weighted_cross_entropy_with_logits labels=y:s:bit logits=z*:s:logit pos_weight=2.0|0.3|0.0
weighted_cross_entropy_with_logits labels=y:s:prob logits=z*:s:logit pos_weight=q:b:weight
softmax_cross_entropy_with_logits labels=y:nk:rows logits=z*:nk:logit axis?-1|1|0
softmax_cross_entropy_with_logits labels=y:nk:onehot logits=z*:nk:logit
softmax_cross_entropy_with_logits labels=y:nmk:rows logits=z*:nmk:logit axis?-1|1|0|2
softmax_cross_entropy_with_logits labels=y:k:real logits=z*:k:logit
sparse_softmax_cross_entropy_with_logits labels=k:n:class logits=z*:nk:logit
sparse_softmax_cross_entropy_with_logits labels=k:nm:class logits=z*:nmk:logit
sparse_softmax_cross_entropy_with_logits labels=k::class logits=z*:k:logit
l2_loss t=t*:s:real
log_poisson_loss targets=y:s:count log_input=c*:s:real compute_full_loss?True|False
compute_average_loss per_example_loss=l*:n:real sample_weight?w:n:weight global_batch_size?2|8
scale_regularization_loss regularization_loss=l*:s:real
""",
    "keras.losses": f"""
mean_absolute_error y_true=y:d:real y_pred=p*:d:real
mean_squared_error y_true=y:d:real y_pred=p*:d:real
mean_absolute_percentage_error y_true=y:d:real y_pred=p*:d:real
mean_squared_logarithmic_error y_true=y:d:real y_pred=p*:d:real
log_cosh y_true=y:d:real y_pred=p*:d:real
huber y_true=y:d:real y_pred=p*:d:real delta?0.3|1.5|2
poisson y_true=y:d:count y_pred=p*:d:positive
kl_divergence y_true=y:nk:rows y_pred=p*:nk:rows
kl_divergence y_true=y:nk:onehot y_pred=p*:nk:prob
cosine_similarity y_true=y:nk:real y_pred=p*:nk:real axis?-1|0|1
hinge y_true=y:d:sign y_pred=p*:d:real
hinge y_true=y:d:bit y_pred=p*:d:real
squared_hinge y_true=y:d:sign y_pred=p*:d:real
squared_hinge y_true=y:d:bit y_pred=p*:d:real
categorical_hinge y_true=y:nk:onehot y_pred=p*:nk:real
binary_crossentropy y_true=y:d:bit y_pred=p*:d:prob label_smoothing?0.1|0.3 axis?-1|0
binary_crossentropy y_true=y:d:bit y_pred=p*:d:logit from_logits=True label_smoothing?0.1|0.3 axis?-1|0
binary_focal_crossentropy y_true=y:d:bit y_pred=p*:d:prob apply_class_balancing?True|False alpha?0.3|0.75 gamma?0.0|0.5|1.5|2 label_smoothing?0.1 axis?-1|0
binary_focal_crossentropy y_true=y:d:bit y_pred=p*:d:logit from_logits=True apply_class_balancing?True|False alpha?0.3 gamma?0.0|1.5 label_smoothing?0.1
categorical_crossentropy y_true=y:nk:rows y_pred=p*:nk:prob label_smoothing?0.1|0.3 axis?-1|1|0
categorical_crossentropy y_true=y:nk:onehot y_pred=p*:nk:logit from_logits=True label_smoothing?0.1|0.3 axis?-1|0
categorical_focal_crossentropy y_true=y:nk:onehot y_pred=p*:nk:prob alpha?0.3|0.75 gamma?0.5|1.5|2.0 label_smoothing?0.1 axis?-1|0
categorical_focal_crossentropy y_true=y:nk:rows y_pred=p*:nk:logit from_logits=True alpha?0.3 gamma?1.5 label_smoothing?0.1
sparse_categorical_crossentropy y_true=k:n:class y_pred=p*:nk:prob ignore_class?0|2|-1 axis?-1
sparse_categorical_crossentropy y_true=k:n1:class y_pred=p*:nk:logit from_logits=True ignore_class?0|1
sparse_categorical_crossentropy y_true=k:nm:class y_pred=p*:nmk:logit from_logits=True ignore_class?0|1
categorical_generalized_cross_entropy y_true=k:n:class y_pred=p*:nk:rows q=0.3|0.7
dice y_true=y:nk:bit y_pred=p*:nk:prob axis?0|1|-1|[0,1]
tversky y_true=y:nk:bit y_pred=p*:nk:prob alpha?0.3|0.7 beta?0.2|0.9 axis?0|1|-1
circle y_true=k:4:bit y_pred=p*:43:real gamma?2|4|80 margin?0.25|0.3 remove_diagonal?True|False
circle y_true=k:4:bit y_pred=p*:43:real ref_labels=r:5:bit ref_embeddings=e:53:real gamma?2|4 margin?0.3 remove_diagonal=False
MeanAbsoluteError {KERAS} / y_true=y:nk:real y_pred=p*:nk:real {WEIGHTS}
MeanSquaredError {KERAS} / y_true=y:d:real y_pred=p*:d:real
MeanAbsolutePercentageError {KERAS} / y_true=y:d:real y_pred=p*:d:real
MeanSquaredLogarithmicError {KERAS} / y_true=y:d:real y_pred=p*:d:real
LogCosh {KERAS} / y_true=y:nk:real y_pred=p*:nk:real {WEIGHTS}
Huber delta?0.5|2.0 {KERAS} / y_true=y:nk:real y_pred=p*:nk:real {WEIGHTS}
Poisson {KERAS} / y_true=y:d:count y_pred=p*:d:positive
KLDivergence {KERAS} / y_true=y:nk:rows y_pred=p*:nk:prob {WEIGHTS}
CosineSimilarity axis?-1|0 {KERAS} / y_true=y:nk:real y_pred=p*:nk:real
Hinge {KERAS} / y_true=y:nk:sign y_pred=p*:nk:real {WEIGHTS}
SquaredHinge {KERAS} / y_true=y:nk:bit y_pred=p*:nk:real {WEIGHTS}
CategoricalHinge {KERAS} / y_true=y:nk:onehot y_pred=p*:nk:real {WEIGHTS}
BinaryCrossentropy from_logits?True label_smoothing?0.1|0.3 axis?-1|0 {KERAS} / y_true=y:nk:bit y_pred=p*:nk:prob
BinaryFocalCrossentropy apply_class_balancing?True|False alpha?0.3 gamma?0.0|1.5 from_logits?True label_smoothing?0.1 axis?0 {KERAS} / y_true=y:nk:bit y_pred=p*:nk:prob
CategoricalCrossentropy from_logits?True|False label_smoothing?0.1 axis?-1|0 {KERAS} / y_true=y:nk:onehot y_pred=p*:nk:prob
CategoricalFocalCrossentropy alpha?0.3 gamma?1.5 from_logits?True label_smoothing?0.1 axis?-1 {KERAS} / y_true=y:nk:onehot y_pred=p*:nk:prob {WEIGHTS}
SparseCategoricalCrossentropy from_logits?True ignore_class?0|1 {KERAS} / y_true=k:n:class y_pred=p*:nk:prob {WEIGHTS}
CategoricalGeneralizedCrossEntropy q?0.3 {KERAS} / y_true=k:n:class y_pred=p*:nk:prob {WEIGHTS}
Dice {KERAS} axis?0|1 / y_true=y:nk:bit y_pred=p*:nk:prob
Tversky alpha?0.3 beta?0.9 {KERAS} axis?0|1 / y_true=y:nk:bit y_pred=p*:nk:prob
Circle gamma?2|4 margin?0.3 remove_diagonal?True|False {KERAS} / y_true=k:4:bit y_pred=p*:43:real
""",
    "keras.regularizers": """
L1 l1?0.5|0.0 / x=w*:s:real
L2 l2?0.5 / x=w*:s:real
L1L2 l1?0.5 l2?0.25 / x=w*:s:real
l1_l2 l1?0.5 l2?0.25 / x=w*:s:real
OrthogonalRegularizer factor?0.5 mode?'rows'|'columns' / inputs=w*:34:real
""",
    "torch.nn.functional": f"""
l1_loss input=p*:s:real target=y:s:real weight?w:s:weight {TORCH}
mse_loss input=p*:s:real target=y:s:real weight?w:s:weight {TORCH}
huber_loss input=p*:s:real target=y:s:real weight?w:s:weight delta?0.3|1.5|2.0 reduction?'mean'|'sum'|'none'
smooth_l1_loss input=p*:s:real target=y:s:real beta?0.0|0.3|2.0 {TORCH}
cross_entropy input=z*:nk:logit target=k:n:class weight?w:k:positive ignore_index?-100|0|1 label_smoothing?0.0|0.1|0.3|1.0 {TORCH}
cross_entropy input=z*:nkm:logit target=k:nm:class weight?w:k:positive ignore_index?0|1 label_smoothing?0.1 {TORCH}
cross_entropy input=z*:nkml:logit target=k:nml:class {TORCH}
cross_entropy input=z*:k:logit target=k::class weight?w:k:positive label_smoothing?0.1 {TORCH}
cross_entropy input=z*:nk:logit target=y:nk:rows weight?w:k:positive label_smoothing?0.1|0.3 {TORCH}
cross_entropy input=z*:nkm:logit target=y:nkm:prob weight?w:k:positive label_smoothing?0.1 {TORCH}
nll_loss input=q*:nk:logprob target=k:n:class weight?w:k:positive ignore_index?0|1 {TORCH}
nll_loss input=q*:nkm:logprob target=k:nm:class weight?w:k:positive {TORCH}
nll_loss input=q*:k:logprob target=k::class {TORCH}
binary_cross_entropy input=p*:s:prob target=y:s:bit weight?w:b:weight {TORCH}
binary_cross_entropy input=p*:s:prob target=y:s:prob {TORCH}
binary_cross_entropy_with_logits input=z*:s:logit target=y:s:bit weight?w:b:weight pos_weight?q:b:positive {TORCH}
kl_div input=q*:nk:logprob target=y:nk:rows reduction?'mean'|'sum'|'none'|'batchmean'
kl_div input=q*:nk:logprob target=t:nk:logprob log_target=True reduction?'mean'|'sum'|'none'|'batchmean'
poisson_nll_loss input=c*:s:real target=y:s:count full?True|False {TORCH}
poisson_nll_loss input=c*:s:positive target=y:s:count log_input=False full?True|False eps?1e-3 {TORCH}
gaussian_nll_loss input=p*:s:real target=y:s:real var=v:s:positive full?True|False eps?0.5|1e-3 reduction?'mean'|'sum'|'none'
gaussian_nll_loss input=p*:nk:real target=y:nk:real var=v:n1:positive full?True
gaussian_nll_loss input=p*:nk:real target=y:nk:real var=v:n:positive
hinge_embedding_loss input=p*:s:real target=y:s:sign margin?0.5|2.0 {TORCH}
margin_ranking_loss input1=a*:s:real input2=b:s:real target=y:s:sign margin?0.5|2.0 {TORCH}
multi_margin_loss input=p*:nk:real target=k:n:class p?1|2 margin?0.5|2.0 weight?w:k:positive {TORCH}
multilabel_margin_loss input=p*:n4:real target=k:n4:multilabel {TORCH}
multilabel_soft_margin_loss input=p*:nk:logit target=y:nk:bit weight?w:k:weight {TORCH}
soft_margin_loss input=p*:s:logit target=y:s:sign {TORCH}
cosine_embedding_loss input1=a*:nk:real input2=b:nk:real target=y:n:sign margin?0.5|-0.3 {TORCH}
triplet_margin_loss anchor=a*:nk:real positive=b:nk:real negative=c:nk:real margin?0.5|2.0 p?1|2|3 eps?1e-3 swap?True|False {TORCH}
triplet_margin_with_distance_loss anchor=a*:nk:real positive=b:nk:real negative=c:nk:real margin?0.5|2.0 swap?True|False reduction?'mean'|'sum'|'none'
linear_cross_entropy input=x*:n3:real linear_weight=v:k3:real target=k2:n:class linear_bias?c:k:real weight?w:k:positive reduction?'mean'|'sum'|'none' ignore_index?0|1 label_smoothing?0.1
cosine_similarity x1=a*:nk:real x2=b:nk:real dim?0|1|-1 eps?0.5
pairwise_distance x1=a*:nk:real x2=b:nk:real p?1|2|3|2.5 eps?1e-3 keepdim?True|False
""",
    "torch.nn": f"""
L1Loss {TORCH} / input=p*:s:real target=y:s:real
MSELoss {TORCH} / input=p*:s:real target=y:s:real
HuberLoss reduction?'mean'|'sum'|'none' delta?0.3|2.0 / input=p*:s:real target=y:s:real
SmoothL1Loss {TORCH} beta?0.3|2.0 / input=p*:s:real target=y:s:real
CrossEntropyLoss weight?w:k:positive ignore_index?0|1 {TORCH} label_smoothing?0.1 / input=z*:nk:logit target=k:n:class
NLLLoss weight?w:k:positive ignore_index?0|1 {TORCH} / input=q*:nk:logprob target=k:n:class
BCELoss weight?w:b:weight {TORCH} / input=p*:s:prob target=y:s:bit
BCEWithLogitsLoss weight?w:b:weight {TORCH} pos_weight?q:b:positive / input=z*:s:logit target=y:s:bit
KLDivLoss reduction?'mean'|'sum'|'none'|'batchmean' / input=q*:nk:logprob target=y:nk:rows
KLDivLoss reduction?'batchmean' log_target=True / input=q*:nk:logprob target=t:nk:logprob
PoissonNLLLoss log_input?True full?True|False eps?1e-3 {TORCH} / =c*:s:real =y:s:count
GaussianNLLLoss full?True|False eps?0.5 reduction?'mean'|'sum'|'none' / input=p*:s:real target=y:s:real var=v:s:positive
HingeEmbeddingLoss margin?0.5 {TORCH} / input=p*:s:real target=y:s:sign
MarginRankingLoss margin?0.5 {TORCH} / input1=a*:s:real input2=b:s:real target=y:s:sign
MultiMarginLoss p?1|2 margin?0.5 weight?w:k:positive {TORCH} / input=p*:nk:real target=k:n:class
MultiLabelMarginLoss {TORCH} / input=p*:n4:real target=k:n4:multilabel
MultiLabelSoftMarginLoss weight?w:k:weight {TORCH} / input=p*:nk:logit target=y:nk:bit
SoftMarginLoss {TORCH} / input=p*:s:logit target=y:s:sign
CosineEmbeddingLoss margin?0.5 {TORCH} / input1=a*:nk:real input2=b:nk:real target=y:n:sign
TripletMarginLoss margin?0.5 p?1|2|3 eps?1e-3 swap?True|False {TORCH} / anchor=a*:nk:real positive=b:nk:real negative=c:nk:real
TripletMarginWithDistanceLoss margin?0.5 swap?True|False reduction?'mean'|'sum'|'none' / anchor=a*:nk:real positive=b:nk:real negative=c:nk:real
CosineSimilarity dim?0|1 eps?0.5 / x1=a*:nk:real x2=b:nk:real
PairwiseDistance p?1|3 eps?1e-3 keepdim?True / x1=a*:nk:real x2=b:nk:real
""",
    "optax": """
squared_error predictions=p*:s:real targets?y:s:real
l2_loss predictions=p*:s:real targets?y:s:real
huber_loss predictions=p*:s:real targets?y:s:real delta?0.5|2.0
log_cosh predictions=p*:s:real targets?y:s:real
cosine_similarity predictions=p*:nk:real targets=y:nk:real epsilon?0.5|1e-3 axis?-1|0 where?m:nk:mask
cosine_distance predictions=p*:nk:real targets=y:nk:real epsilon?0.5|5.0 axis?-1|0 where?m:nk:mask
sigmoid_binary_cross_entropy logits=z*:s:logit labels=y:s:bit
sigmoid_binary_cross_entropy logits=z*:s:logit labels=y:s:prob
sigmoid_focal_loss logits=z*:s:logit labels=y:s:bit alpha?0.3|0.6 gamma?0.0|0.5|1.0|3.0
hinge_loss predictor_outputs=p*:s:real targets=y:s:sign
perceptron_loss predictor_outputs=p*:s:real targets=y:s:sign
sparsemax_loss logits=z*:s:real labels=y:s:bit
softmax_cross_entropy logits=z*:nk:logit labels=y:nk:rows axis?-1|0|1 where?m:nk:mask
safe_softmax_cross_entropy logits=z*:nk:logit labels=y:nk:onehot
poly_loss_cross_entropy logits=z*:nk:logit labels=y:nk:rows epsilon?-1.0|0.5 axis?-1|0 where?m:nk:mask
softmax_cross_entropy_with_integer_labels logits=z*:nk:logit labels=k:n:class where?m:nk:mask
softmax_cross_entropy_with_integer_labels logits=z*:nkm:logit labels=k:nm:class axis=1|-2
softmax_cross_entropy_with_integer_labels logits=z*:k:logit labels=k::class
kl_divergence log_predictions=q*:nk:logprob targets=y:nk:rows axis?-1|0 where?m:nk:mask
kl_divergence_with_log_targets log_predictions=q*:nk:logprob log_targets=t:nk:logprob axis?-1|0 where?m:nk:mask
generalized_kl_divergence log_predictions=q*:nk:logprob targets=y:nk:positive axis?-1|0 where?m:nk:mask
convex_kl_divergence log_predictions=q*:nk:logprob targets=y:nk:positive axis?-1|0 where?m:nk:mask
smooth_labels labels=y*:nk:rows alpha=0.0|0.1|1.0 axis?-1|0 where?m:nk:mask
multiclass_hinge_loss scores=z*:nk:real labels=k:n:class
multiclass_perceptron_loss scores=z*:nk:real labels=k:n:class
multiclass_sparsemax_loss scores=z*:nk:real labels=k:n:class
triplet_margin_loss anchors=a*:nk:real positives=b:nk:real negatives=c:nk:real axis?-1|0 norm_degree?2|4 margin?0.5|2.0 eps?1e-3
ranking_softmax_loss logits=z*:nk:logit labels=y:nk:count weights?w:nk:weight where?m:nk:mask reduce_fn?None
dice_loss predictions=z*:nmk:logit targets=y:nmk:bit class_weights?w:k:positive smooth?0.5|0.0 alpha?0.3 beta?0.9 ignore_background?True|False reduction?'mean'|'sum'|'none' axis?(1,)|(0,1)|(0,)
dice_loss predictions=z*:nmk:rows targets=y:nmk:bit apply_softmax=False smooth?0.5 reduction?'none' axis?(1,)
multiclass_generalized_dice_loss predictions=z*:nk:logit targets=y:nk:onehot smooth?0.5 ignore_background?True|False
multiclass_generalized_dice_loss predictions=z*:nk:rows targets=y:nk:onehot apply_softmax=False smooth?0.5
binary_dice_loss predictions=z*:nk:logit targets=y:nk:bit smooth?0.5
binary_dice_loss predictions=z*:nk:prob targets=y:nk:bit apply_sigmoid=False smooth?0.5
ntxent embeddings=x*:43:real labels=k:4:bit temperature?0.5|1.0
""",
}
LISTS = {
    "TF": "tf.losses.Reduction.NONE|tf.losses.Reduction.SUM|tf.losses.Reduction.MEAN"
    "|tf.losses.Reduction.SUM_OVER_BATCH_SIZE|tf.losses.Reduction.SUM_BY_NONZERO_WEIGHTS",
}
INTEGER = {"class", "multilabel"}
EXTREME = [0.0, -0.0, 1e-8, -1e-8, 1e-300, 40.0, -40.0, 100.0, -100.0, 1e3, -1e3, 1e30, float("inf"), float("-inf"), float("nan")]


class Case:
    """One call: its parts, the data it names, and the name its gradient is taken by.

    A part is the arguments of one pair of parentheses, each a name and a text.
    """

    def __init__(self, name, parts, data, kinds, by):
        self.name, self.parts, self.data, self.kinds, self.by = name, parts, data, kinds, by

    @property
    def text(self):
        return self.name + "".join(
            f"({', '.join(f'{name}={text}' if name else text for name, text in part)})" for part in self.parts)

    def place(self, signature, part=0):
        """Takes the names off the arguments that stand where the signature has them."""
        given = dict(self.parts[part])
        placed = []
        for parameter in signature.parameters.values():
            if parameter.kind == parameter.KEYWORD_ONLY or parameter.name not in given:
                break
            placed.append((None, given.pop(parameter.name)))
        self.parts[part] = placed + list(given.items())


class Maker:
    """Makes random cases of a library; `extreme` puts zeros, huge numbers, inf and nan among the data."""

    def __init__(self, library, seed, extreme=False, odd_shapes=False):
        self.random = random.Random(seed)
        self.library, self.extreme, self.odd_shapes = library, extreme, odd_shapes
        self.lines = [line.split() for line in CALLS[library].strip().splitlines()]

    def cases(self, times):
        for line in self.lines:
            for _ in range(times):
                yield self.case(line)

    def case(self, line):
        r = self.random
        self.sizes = {c: r.choice([1, 2, 3]) for c in "nml"} | {"k": r.choice([1, 2, 3, 4] if self.extreme else [2, 3, 4])}
        self.any = r.choice([(4,), (2, 3), (1,), (2, 2, 3), (), (3, 1)])
        if self.extreme and r.random() < 0.08:
            self.sizes["n"], self.any = 0, r.choice([(0,), (2, 0)])
        parts, data, kinds, by = [[]], {}, {}, None
        for word in line[1:]:
            if word == "/":
                parts.append([])
                continue
            mark = "?" if "?" in word else "="
            name, rest = word.split(mark, 1)
            chance = 0.5
            if rest.startswith("rare:"):
                rest, chance = rest[5:], 0.04
            if mark == "?" and r.random() > chance:
                continue
            rest = LISTS.get(rest, rest)
            if ":" in rest:
                label, shape, kind = rest.split(":")
                if label.endswith("*"):
                    label = by = label[:-1]
                # One name may serve labels and their number of classes.
                while label in data:
                    label += "2"
                shape = self.shape(shape)
                data[label], kinds[label] = self.tensor(shape, kind), kind
                parts[-1].append((name, label))
            else:
                parts[-1].append((name, r.choice(rest.split("|"))))
        if self.odd_shapes:
            label = r.choice(list(data))
            data[label] = self.odd(data[label])
        return Case(f"{self.library}.{line[0]}", parts, data, kinds, by)

    def shape(self, code):
        r = self.random
        if code in ("s", "d"):
            return self.any if code == "s" or self.any else (3,)
        if code == "w":
            return () if r.random() < 0.2 else tuple(1 if r.random() < 0.3 else n for n in self.any)
        if code == "b":
            return r.choice([self.any, self.any[-1:]])
        return tuple(int(c) if c.isdigit() else self.sizes[c] for c in code)

    def tensor(self, shape, kind):
        if kind in ("rows", "onehot", "multilabel") and shape:
            if len(shape) > 1:
                return [self.tensor(shape[1:], kind) for _ in range(shape[0])] or Empty(shape)
            return getattr(self, kind)(shape[0])
        if not shape:
            return self.number(kind)
        if 0 in shape:
            return Empty(shape)
        return [self.tensor(shape[1:], kind) for _ in range(shape[0])]

    def rows(self, k):
        parts = [self.random.choice([0, 1, 2, 3, 5]) for _ in range(k)]
        total = sum(parts) or 1
        return [p / total for p in parts]

    def onehot(self, k):
        hot = self.random.randrange(k)
        return [1.0 if i == hot else 0.0 for i in range(k)]

    def multilabel(self, k):
        n = self.random.randrange(k + 1)
        return self.random.sample(range(k), n) + [-1] * (k - n)

    def number(self, kind):
        r = self.random
        wild = self.extreme and r.random() < 0.25
        if kind in ("real", "logit"):
            return r.choice(EXTREME) if wild else round(r.uniform(-3, 3) if kind == "real" else r.uniform(-30, 30), 2)
        if kind == "prob":
            return r.choice([0.0, 1.0, 1e-50, 1 - 1e-16, 0.5]) if wild else round(r.uniform(0.02, 0.98), 3)
        if kind == "bit":
            return float(r.choice([0, 1]))
        if kind == "sign":
            return float(r.choice([-1, 1]))
        if kind == "class":
            return r.randrange(self.sizes["k"])
        if kind == "weight":
            return r.choice([0.0, 0.0, 1.0, 0.5, round(r.uniform(0, 3), 2)])
        if kind == "positive":
            return r.choice([1e-300, 1e-8, 1e30, 0.0]) if wild else round(r.uniform(0.1, 3), 2)
        if kind == "count":
            return float(r.choice([0, 1, 2, 5, 0.5]))
        if kind == "logprob":
            return r.choice([0.0, -1e3, float("-inf")]) if wild else round(r.uniform(-3, -0.1), 2)
        if kind == "mask":
            return r.random() < 0.7
        raise ValueError(kind)

    def odd(self, value):
        r, way = self.random, self.random.choice(["column", "row", "first", "longer", "scalar"])
        if isinstance(value, Empty):
            return Empty((1,) + value.shape)
        if not isinstance(value, list):
            return [value, value]
        if way == "column":
            return deepest(value, lambda x: [x])
        if way == "row":
            return [value]
        if way == "first":
            return value[0]
        if way == "longer":
            return value + [value[0]]
        while isinstance(value, list):
            value = value[0]
        return value


class Empty:
    """A tensor without elements, which no literal writes."""

    def __init__(self, shape):
        self.shape = shape


def deepest(value, change):
    return [deepest(v, change) for v in value] if isinstance(value, list) else change(value)
