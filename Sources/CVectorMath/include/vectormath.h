// The loops of compiled programs: operations over blocks of rows, eight rows side by side.
//
// A loop goes over rows. A value has a number of columns, the same in each row: one, unless it is a
// matrix. In a block, eight rows lie side by side, so that every operation is one on whole vectors,
// those along rows too:
//
//     column 0 of rows 0...7, column 1 of rows 0...7, …, column 0 of rows 8...15, …
//
// A number that stands for all rows lies in memory eight times.
//
// On x86-64 everything is compiled for several processors and the best the machine has is taken when
// the program starts; results may differ between processors in the last bit, never between runs on
// one, however many threads share the work. Elementary functions are within two units in the last
// place, as those of `StableMath`.
#ifndef VECTORMATH_H
#define VECTORMATH_H

#include <stdint.h>

// An operation of a loop. Operands are a, b, c, in this order.
typedef enum : int32_t {
  // Element by element.
  VM_NEGATE, VM_ABS, VM_SIGN, VM_SQUARE, VM_SQRT, VM_RECIPROCAL, VM_RELU,
  VM_EXP, VM_EXPM1, VM_LOG, VM_LOG1P, VM_TANH, VM_SQUARED_SECH,
  VM_ADD, VM_SUBTRACT, VM_MULTIPLY, VM_DIVIDE, VM_MAXIMUM, VM_MINIMUM, VM_WEIGH,
  VM_XLOGY, VM_XLOG1PY, VM_XDIVY, VM_LESS, VM_LESS_OR_EQUAL, VM_EQUAL, VM_NOT_EQUAL,
  VM_SELECT,
  // exp(-|a|); log(1 + a) for a between 0 and 1; what is made of x and these.
  VM_DECAY, VM_LOG1P_UNIT, VM_SIGMOID_OF, VM_SOFTPLUS_OF, VM_SIGMOID_DIFFERENCE_OF,
  // A function given from outside.
  VM_CALL,
  // Along rows, from what VM_ROW_EXP makes: exp/(1 + rest); (a - max) - log(1 + rest);
  // softmax - y.
  VM_SOFTMAX_OF, VM_LOG_SOFTMAX_OF, VM_SOFTMAX_DIFFERENCE_OF,
  VM_ROW_SUM, VM_ROW_MAX, VM_ROW_MIN,
  // out[r, c] = a[c]; out[r, c] = a[r].
  VM_REPEAT_ROW, VM_REPEAT_COLUMN,
  // out[r] = sum of a[r, c] b[c].
  VM_ROWS_BY_VECTOR,
  // out[r, j] = sum of a[r, c] b[c, j]; of a[r, c] b[j, c]. All rows use the same b.
  VM_ROWS_BY_MATRIX, VM_ROWS_BY_TRANSPOSED,
  // Between rows one after the other, as arrays lie, and side by side.
  VM_LOAD_COLUMNS, VM_STORE_COLUMNS,
  // Over all rows, compensated: the sum of a; of each column; of b[r] a[r, c] for each column; of
  // a[r, c] b[r, j] for each pair of columns.
  VM_SUM, VM_COLUMN_SUM, VM_VECTOR_BY_ROWS, VM_ROWS_BY_ROWS,
  // From here on operations may make the run fail. A row's exponentials: out = exp(a - max), the
  // maximum to b, the sum of all but one of the largest to c; the maximum has to be finite.
  VM_ROW_EXP,
  // out[r] = a[r, b[r]]; out[r, c] = (a[r] == c). The labels have to be columns.
  VM_GATHER, VM_ONE_HOT,
  // Where a is 0, or not finite; where a equals b.
  VM_REFUSE_ZERO, VM_REFUSE_NON_FINITE, VM_REFUSE_EQUAL,
} vm_code;

// Where an operand lies: row r at base + offset + r * width, the next vector `step` further on.
typedef struct {
  int32_t base;
  int32_t step;
  long offset;
  long width;
} vm_place;

// out[i] = f(a[i], b[i]); the steps are 1, or 0 for a number that stands for all.
typedef void (*vm_function)(
    const void *context, const double *a, long a_step, const double *b, long b_step, double *out,
    long count);

typedef struct {
  vm_code code;
  // The columns of the result; of a for operations along rows.
  int32_t columns;
  // The other columns of a product of matrices.
  int32_t width;
  vm_place a, b, c, out;
  vm_function function;
  const void *context;
  // Where the operation's sums begin among those of the loop.
  long sums;
} vm_operation;

// The rows done at a time, and how many blocks make a piece: the unit of work of a thread. Each piece
// keeps sums of its own, which are added up in order.
typedef struct {
  long rows, block, blocks_per_piece;
  long operation_count;
  const vm_operation *operations;
  // The numbers that all sums of a piece take, and the bases of arrays without room for whole
  // vectors.
  long sum_count;
  long outside_count;
  const vm_place *outside;
  // Whether the work is worth a second thread.
  int32_t is_large;
} vm_loop;

// What one thread works with: room for the values of a block, and for the ends of outside arrays.
#define VM_BASES 64
#define VM_MEMORY 0
#define VM_BLOCK 1

typedef enum : int32_t { VM_FINISHED, VM_REFUSED, VM_CANCELLED } vm_outcome;

typedef int (*vm_question)(const void *context);

// Runs loops one after the other. `bases` are the addresses places count from; the block's is set
// here. `block_count` doubles are needed for the values of a block, `tail_count` for the ends of
// outside arrays.
vm_outcome vm_run(
    const vm_loop *loops, long count, double **bases, long base_count, double *room,
    long block_count, long tail_count, double *sums, vm_question is_cancelled,
    const void *context);

// The room that `vm_run` needs, for all the threads there may be.
long vm_room(long block_count, long tail_count);
// The pieces of a loop.
long vm_pieces(const vm_loop *loop);
// How many threads work on large loops; setting it is for tests and measurements.
int vm_threads(void);
void vm_set_threads(int count);

// Lays rows side by side, and back: `rows` rows of `columns` numbers.
void vm_load_columns(const double *rows_first, double *side_by_side, long rows, long columns);

// Element by element, over `count` numbers, for comparison with other functions.
void vm_apply(vm_code code, const double *a, double *out, long count);

// A product c = a b of matrices: a[i, k] lies at a + i a_row + k a_step, b[k, j] likewise, so that
// either may be another's transpose; the rows of c lie one behind the other.
typedef struct {
  const double *a, *b;
  double *c;
  long rows, inner, columns;
  long a_row, a_step, b_row, b_step;
  // Whether sums are compensated; otherwise they are made of sums of 64 products.
  int32_t is_exact;
} vm_product;

// The rows of a product from `start` to `end`, shared by threads where that is much work.
void vm_multiply(const vm_product *product, long start, long end);

// y[r] = sum of a[r][c] x[c]: rows of a matrix by a vector, to twenty units of rounding of the sum of
// the products' sizes.
void vm_rows_by_vector(const double *a, const double *x, double *y, long rows, long columns);
// y[c] = sum of x[r] a[r][c]: a vector by a matrix, compensated; high and low have room for a row.
void vm_vector_by_rows(
    const double *x, const double *a, double *y, long rows, long columns, double *high,
    double *low);
// Adds an array to a sum of two parts, high and low, that loses nothing to rounding.
void vm_sum(const double *x, long count, double *high, double *low);

#endif
