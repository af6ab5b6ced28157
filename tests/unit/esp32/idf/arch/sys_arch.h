/* arch/sys_arch.h: lwIP's operating system as ESP-IDF has it, and its question who holds the core lock. */
#ifndef ARCH_SYS_ARCH_H
#define ARCH_SYS_ARCH_H

#include <stdbool.h>
#include <stdint.h>

#include "freertos/semphr.h"
#include "freertos/task.h"

typedef SemaphoreHandle_t sys_sem_t;
typedef SemaphoreHandle_t sys_mutex_t;
typedef TaskHandle_t sys_thread_t;
typedef struct sys_mbox_s *sys_mbox_t;
typedef int sys_prot_t;

#define sys_mutex_valid_val(mutex) ((mutex) != NULL)
#define sys_mutex_valid(mutex) ((mutex) != NULL && *(mutex) != NULL)
#define sys_mutex_set_invalid(mutex) (*(mutex) = NULL)
#define sys_sem_valid_val(sem) ((sem) != NULL)
#define sys_sem_valid(sem) ((sem) != NULL && *(sem) != NULL)
#define sys_sem_set_invalid(sem) (*(sem) = NULL)
#define sys_mbox_valid(mbox) (*(mbox) != NULL)
#define sys_mbox_set_invalid(mbox) (*(mbox) = NULL)

typedef enum {
  LWIP_CORE_LOCK_QUERY_HOLDER,
  LWIP_CORE_LOCK_MARK_HOLDER,
  LWIP_CORE_LOCK_UNMARK_HOLDER,
  LWIP_CORE_MARK_TCPIP_TASK,
  LWIP_CORE_IS_TCPIP_INITIALIZED
} sys_thread_core_lock_t;

/* QUERY_HOLDER: whether the calling task holds lwIP's core lock; the tcpip task does while lwIP runs in it. */
bool sys_thread_tcpip(sys_thread_core_lock_t type);

#endif
