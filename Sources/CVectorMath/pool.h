// Threads that share work.
#ifndef POOL_H
#define POOL_H

#define VM_MOST_THREADS 16

// Does parts of some work until none is left; called at once by several threads, each with a number
// of its own below VM_MOST_THREADS. The caller's is 0.
typedef void (*vm_task)(void *work, long thread);

// Has a task done by the caller and whoever is free to help, and returns when all is done.
void vm_share(vm_task task, void *work);

#endif
