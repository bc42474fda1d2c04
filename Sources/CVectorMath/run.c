// Loops run piece by piece, large ones by several threads.

#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <string.h>
#include <unistd.h>

#include "block.h"
#include "vector.h"

// One loop at work.
typedef struct {
  const vm_loop *loop;
  vm_block_function run;
  double *const *bases;
  long base_count;
  long block_count;
  double *sums;
  long pieces;
  atomic_long next;
  atomic_int outcome;
} vm_work;

// The last rows, fewer than eight, of arrays that have no room for a whole vector behind them: they
// are worked on in a copy.
static vm_outcome run_end(
    const vm_loop *loop, vm_block_function run, double **bases, double *tails, long start, long rows, double *sums) {
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
      run(loop->operations, loop->operation_count, bases, start, rows, sums);
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
    const vm_loop *loop, vm_block_function run, double **bases, double *tails, long piece, double *sums) {
  memset(sums, 0, sizeof(double) * (size_t)loop->sum_count);
  long start = piece * loop->blocks_per_piece * loop->block;
  long end = start + loop->blocks_per_piece * loop->block;
  if (end > loop->rows) { end = loop->rows; }
  for (; start < end; start += loop->block) {
    long rows = end - start < loop->block ? end - start : loop->block;
    long over = loop->outside_count > 0 ? rows % 8 : 0;
    vm_outcome outcome = VM_FINISHED;
    if (rows > over) {
      outcome = run(
          loop->operations, loop->operation_count, bases, start, rows - over, sums);
    }
    if (outcome == VM_FINISHED && over > 0) {
      outcome = run_end(loop, run, bases, tails, start + rows - over, over, sums);
    }
    if (outcome != VM_FINISHED) { return outcome; }
  }
  return VM_FINISHED;
}

// Does pieces of a loop until none is left, in a thread's own room.
static void work_on(
    vm_work *work, double *room, vm_question is_cancelled, const void *context) {
  double *bases[VM_BASES];
  memcpy(bases, work->bases, sizeof(double *) * (size_t)work->base_count);
  bases[VM_BLOCK] = room;
  long piece;
  while ((piece = atomic_fetch_add(&work->next, 1)) < work->pieces) {
    if (atomic_load(&work->outcome) != VM_FINISHED) { return; }
    vm_outcome outcome = run_piece(
        work->loop, work->run, bases, room + work->block_count, piece,
        work->sums + piece * work->loop->sum_count);
    if (outcome == VM_FINISHED && is_cancelled && work->pieces > 1 && is_cancelled(context)) {
      outcome = VM_CANCELLED;
    }
    if (outcome != VM_FINISHED) { atomic_store(&work->outcome, outcome); }
  }
}

// Adds up what the pieces of an operation summed, in order.
static void add_up(const vm_work *work, const vm_operation *op, double *const *bases) {
  double *out = bases[op->out.base] + op->out.offset;
  long width = op->code == VM_SUM ? 1 : op->columns;
  for (long column = 0; column < width; column++) {
    vec high = splat(0), low = splat(0);
    for (long piece = 0; piece < work->pieces; piece++) {
      const double *parts =
          work->sums + piece * work->loop->sum_count + op->sums + 16 * column;
      add_exactly(&high, &low, load(parts));
      low += load(parts + 8);
    }
    double sum = sum_of_lanes(high, low);
    if (op->code == VM_SUM) {
      store(out, splat(sum));
    } else {
      out[column] = sum;
    }
  }
}

// MARK: Threads

#define MAX_THREADS 16

// The threads wait for the turn to change; the one that shares its work waits for them to be done.
static struct {
  pthread_mutex_t in_use, lock;
  pthread_cond_t begun, ended;
  vm_work *work;
  double *room;
  long room_each;
  long turn;
  int running, started, wanted;
} pool = {
    .in_use = PTHREAD_MUTEX_INITIALIZER,
    .lock = PTHREAD_MUTEX_INITIALIZER,
    .begun = PTHREAD_COND_INITIALIZER,
    .ended = PTHREAD_COND_INITIALIZER,
};

int vm_threads(void) {
  int wanted = __atomic_load_n(&pool.wanted, __ATOMIC_RELAXED);
  if (wanted == 0) {
    long online = sysconf(_SC_NPROCESSORS_ONLN);
    wanted = online < 1 ? 1 : online > MAX_THREADS ? MAX_THREADS : (int)online;
    __atomic_store_n(&pool.wanted, wanted, __ATOMIC_RELAXED);
  }
  return wanted;
}

void vm_set_threads(int count) {
  int wanted = count < 1 ? 1 : count > MAX_THREADS ? MAX_THREADS : count;
  __atomic_store_n(&pool.wanted, wanted, __ATOMIC_RELAXED);
}

static void *serve(void *argument) {
  long number = (long)(intptr_t)argument;
  long seen = 0;
  pthread_mutex_lock(&pool.lock);
  while (1) {
    while (pool.turn == seen) { pthread_cond_wait(&pool.begun, &pool.lock); }
    seen = pool.turn;
    vm_work *work = pool.work;
    // Nothing to do for a thread that came late, or is one too many.
    if (!work || number >= pool.running) { continue; }
    double *room = pool.room + number * pool.room_each;
    pthread_mutex_unlock(&pool.lock);
    work_on(work, room, 0, 0);
    pthread_mutex_lock(&pool.lock);
    if (--pool.started == 0) { pthread_cond_signal(&pool.ended); }
  }
  return 0;
}

// Starts threads until there are enough besides the caller's; they take no signals.
static int grow_pool(int wanted) {
  static int count = 1;
  sigset_t all, before;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &before);
  pthread_attr_t attributes;
  pthread_attr_init(&attributes);
  pthread_attr_setstacksize(&attributes, 256 << 10);
  pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
  while (count < wanted) {
    pthread_t thread;
    if (pthread_create(&thread, &attributes, serve, (void *)(intptr_t)count)) { break; }
    count++;
  }
  pthread_attr_destroy(&attributes);
  pthread_sigmask(SIG_SETMASK, &before, 0);
  return count < wanted ? count : wanted;
}

static void share(
    vm_work *work, double *room, long room_each, vm_question is_cancelled, const void *context) {
  int wanted = vm_threads();
  // Another program has the threads: this one goes on alone, to the same result.
  if (wanted < 2 || pthread_mutex_trylock(&pool.in_use)) {
    work_on(work, room, is_cancelled, context);
    return;
  }
  wanted = grow_pool(wanted);
  pthread_mutex_lock(&pool.lock);
  pool.work = work;
  pool.room = room;
  pool.room_each = room_each;
  pool.running = wanted;
  pool.started = wanted - 1;
  pool.turn++;
  pthread_cond_broadcast(&pool.begun);
  pthread_mutex_unlock(&pool.lock);
  work_on(work, room, is_cancelled, context);
  pthread_mutex_lock(&pool.lock);
  while (pool.started > 0) { pthread_cond_wait(&pool.ended, &pool.lock); }
  pool.work = 0;
  pthread_mutex_unlock(&pool.lock);
  pthread_mutex_unlock(&pool.in_use);
}

// MARK: Loops

long vm_pieces(const vm_loop *loop) {
  long rows = loop->block * loop->blocks_per_piece;
  return (loop->rows + rows - 1) / rows;
}

long vm_room(long block_count, long tail_count) {
  return (block_count + tail_count) * MAX_THREADS;
}

vm_outcome vm_run(
    const vm_loop *loops, long count, double *const *bases, long base_count, double *room,
    long block_count, long tail_count, double *sums, vm_question is_cancelled,
    const void *context) {
  vm_block_function run = vm_block();
  for (const vm_loop *loop = loops; loop < loops + count; loop++) {
    vm_work work = {
        .loop = loop, .run = run, .bases = bases, .base_count = base_count, .block_count = block_count,
        .sums = sums, .pieces = vm_pieces(loop)};
    if (loop->is_large) {
      share(&work, room, block_count + tail_count, is_cancelled, context);
    } else {
      work_on(&work, room, is_cancelled, context);
    }
    vm_outcome outcome = atomic_load(&work.outcome);
    if (outcome != VM_FINISHED) { return outcome; }
    if (loop->sum_count == 0) { continue; }
    for (long i = 0; i < loop->operation_count; i++) {
      vm_code code = loop->operations[i].code;
      if (code == VM_SUM || code == VM_COLUMN_SUM || code == VM_VECTOR_BY_ROWS) {
        add_up(&work, &loop->operations[i], bases);
      }
    }
  }
  return VM_FINISHED;
}
