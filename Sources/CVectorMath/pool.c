// The threads wait for the turn to change. Who comes when the work is done goes back to waiting: the
// one that shares its work waits only for those that took part.

#include "pool.h"

#include <pthread.h>
#include <signal.h>
#include <stdint.h>
#include <unistd.h>

#include "vectormath.h"

static struct {
  pthread_mutex_t in_use, lock;
  pthread_cond_t begun, ended;
  vm_task task;
  void *work;
  long turn;
  int running, active, wanted;
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
    wanted = online < 1 ? 1 : online > VM_MOST_THREADS ? VM_MOST_THREADS : (int)online;
    __atomic_store_n(&pool.wanted, wanted, __ATOMIC_RELAXED);
  }
  return wanted;
}

void vm_set_threads(int count) {
  int wanted = count < 1 ? 1 : count > VM_MOST_THREADS ? VM_MOST_THREADS : count;
  __atomic_store_n(&pool.wanted, wanted, __ATOMIC_RELAXED);
}

static void *serve(void *argument) {
  long number = (long)(intptr_t)argument;
  long seen = 0;
  pthread_mutex_lock(&pool.lock);
  while (1) {
    while (pool.turn == seen) { pthread_cond_wait(&pool.begun, &pool.lock); }
    seen = pool.turn;
    // Nothing to do for a thread that came late, or is one too many.
    if (!pool.task || number >= pool.running) { continue; }
    vm_task task = pool.task;
    void *work = pool.work;
    pool.active++;
    pthread_mutex_unlock(&pool.lock);
    task(work, number);
    pthread_mutex_lock(&pool.lock);
    if (--pool.active == 0) { pthread_cond_signal(&pool.ended); }
  }
  return 0;
}

// Starts threads until there are enough besides the caller's; they take no signals.
static int grow(int wanted) {
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

void vm_share(vm_task task, void *work) {
  int wanted = vm_threads();
  // Another program has the threads: this one goes on alone, to the same result.
  if (wanted < 2 || pthread_mutex_trylock(&pool.in_use)) {
    task(work, 0);
    return;
  }
  wanted = grow(wanted);
  pthread_mutex_lock(&pool.lock);
  pool.task = task;
  pool.work = work;
  pool.running = wanted;
  pool.turn++;
  pthread_cond_broadcast(&pool.begun);
  pthread_mutex_unlock(&pool.lock);
  task(work, 0);
  pthread_mutex_lock(&pool.lock);
  pool.task = 0;
  while (pool.active > 0) { pthread_cond_wait(&pool.ended, &pool.lock); }
  pthread_mutex_unlock(&pool.lock);
  pthread_mutex_unlock(&pool.in_use);
}
