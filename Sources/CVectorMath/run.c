// Loops run piece by piece, large ones by several threads.

#include <stdatomic.h>
#include <string.h>

#include "block.h"
#include "pool.h"

// One loop at work.
typedef struct {
  const vm_loop *loop;
  const vm_processor *processor;
  double *const *bases;
  long base_count;
  // The room of the first thread; that of the others follows.
  double *room;
  long block_count, tail_count;
  double *sums;
  vm_question is_cancelled;
  const void *context;
  long pieces;
  atomic_long next;
  atomic_int outcome;
} vm_work;

// The last rows, fewer than eight, of arrays that have no room for a whole vector behind them: they
// are worked on in a copy.
static vm_outcome run_end(
    const vm_loop *loop, const vm_processor *processor, double **bases, double *tails, long start,
    long rows, double *sums) {
  double *kept[VM_BASES];
  double *tail = tails;
  for (long i = 0; i < loop->outside_count; i++) {
    vm_place place = loop->outside[i];
    kept[i] = bases[place.base];
    memcpy(tail, kept[i] + start * place.width, sizeof(double) * (size_t)(rows * place.width));
    bases[place.base] = tail - start * place.width;
    tail += 8 * place.width;
  }
  vm_outcome outcome =
      processor->run(loop->operations, loop->operation_count, bases, start, rows, sums);
  tail = tails;
  for (long i = 0; i < loop->outside_count; i++) {
    vm_place place = loop->outside[i];
    bases[place.base] = kept[i];
    // A step of 0 says that the array is a result.
    if (place.step == 0) {
      memcpy(kept[i] + start * place.width, tail, sizeof(double) * (size_t)(rows * place.width));
    }
    tail += 8 * place.width;
  }
  return outcome;
}

static vm_outcome run_piece(
    const vm_loop *loop, const vm_processor *processor, double **bases, double *tails, long piece,
    double *sums) {
  memset(sums, 0, sizeof(double) * (size_t)loop->sum_count);
  long start = piece * loop->blocks_per_piece * loop->block;
  long end = start + loop->blocks_per_piece * loop->block;
  if (end > loop->rows) { end = loop->rows; }
  for (; start < end; start += loop->block) {
    long rows = end - start < loop->block ? end - start : loop->block;
    long over = loop->outside_count > 0 ? rows % 8 : 0;
    vm_outcome outcome = VM_FINISHED;
    if (rows > over) {
      outcome = processor->run(
          loop->operations, loop->operation_count, bases, start, rows - over, sums);
    }
    if (outcome == VM_FINISHED && over > 0) {
      outcome = run_end(loop, processor, bases, tails, start + rows - over, over, sums);
    }
    if (outcome != VM_FINISHED) { return outcome; }
  }
  return VM_FINISHED;
}

// Does pieces of a loop until none is left, in a thread's own room. The caller's asks whether to stop.
static void work_on(void *argument, long thread) {
  vm_work *work = argument;
  double *room = work->room + thread * (work->block_count + work->tail_count);
  double *bases[VM_BASES];
  memcpy(bases, work->bases, sizeof(double *) * (size_t)work->base_count);
  bases[VM_BLOCK] = room;
  long piece;
  while ((piece = atomic_fetch_add(&work->next, 1)) < work->pieces) {
    if (atomic_load(&work->outcome) != VM_FINISHED) { return; }
    vm_outcome outcome = run_piece(
        work->loop, work->processor, bases, room + work->block_count, piece,
        work->sums + piece * work->loop->sum_count);
    if (outcome == VM_FINISHED && thread == 0 && work->is_cancelled
        && work->is_cancelled(work->context)) {
      outcome = VM_CANCELLED;
    }
    if (outcome != VM_FINISHED) { atomic_store(&work->outcome, outcome); }
  }
}

// MARK: Loops

long vm_pieces(const vm_loop *loop) {
  long rows = loop->block * loop->blocks_per_piece;
  return (loop->rows + rows - 1) / rows;
}

long vm_room(long block_count, long tail_count) {
  return (block_count + tail_count) * VM_MOST_THREADS;
}

// Runs a loop in the caller's thread. Most loops of small programs are one block.
static vm_outcome run_alone(
    const vm_loop *loop, const vm_processor *processor, double **bases, double *tails,
    double *sums, vm_question is_cancelled, const void *context) {
  if (loop->rows <= loop->block && loop->outside_count == 0) {
    if (loop->sum_count > 0) { memset(sums, 0, sizeof(double) * (size_t)loop->sum_count); }
    return processor->run(
        loop->operations, loop->operation_count, bases, 0, loop->rows, sums);
  }
  long pieces = vm_pieces(loop);
  for (long piece = 0; piece < pieces; piece++) {
    vm_outcome outcome =
        run_piece(loop, processor, bases, tails, piece, sums + piece * loop->sum_count);
    if (outcome != VM_FINISHED) { return outcome; }
    if (is_cancelled && pieces > 1 && is_cancelled(context)) { return VM_CANCELLED; }
  }
  return VM_FINISHED;
}

vm_outcome vm_run(
    const vm_loop *loops, long count, double **bases, long base_count, double *room,
    long block_count, long tail_count, double *sums, vm_question is_cancelled,
    const void *context) {
  const vm_processor *processor = vm_best();
  bases[VM_BLOCK] = room;
  for (const vm_loop *loop = loops; loop < loops + count; loop++) {
    vm_outcome outcome;
    if (loop->is_large) {
      vm_work work = {
          .loop = loop, .processor = processor, .bases = bases, .base_count = base_count,
          .room = room, .block_count = block_count, .tail_count = tail_count, .sums = sums,
          .pieces = vm_pieces(loop), .is_cancelled = is_cancelled, .context = context};
      vm_share(work_on, &work);
      outcome = atomic_load(&work.outcome);
    } else {
      outcome = run_alone(
          loop, processor, bases, room + block_count, sums, is_cancelled, context);
    }
    if (outcome != VM_FINISHED) { return outcome; }
    if (loop->sum_count > 0) { processor->add_up(loop, sums, vm_pieces(loop), bases); }
  }
  return VM_FINISHED;
}
