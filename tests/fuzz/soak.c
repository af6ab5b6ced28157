/*
 * The long run over frames.c, without libFuzzer and at full speed: inputs are made from a seed, half of them by
 * changing those of a corpus, half of any orders; whatever goes wrong traps. To be shown once in a while: 10^8 frames.
 *
 *   soak FRAMES SEED CORPUS-FOLDER...
 *
 * Prints what it has done every minute, and ends with 1 where an input takes longer than PATIENCE_S, with a signal for
 * all else, the last inputs being in FUZZ_HISTORY.
 */
#include <dirent.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "net/world.h"

#define PATIENCE_S 20
#define INPUT_MAX 2048
#define CORPUS_MAX 65536

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
void frames_write_history(void);

static struct {
  uint8_t *bytes;
  size_t size;
} corpus[CORPUS_MAX];
static size_t corpus_count;
static uint64_t random_state;

static uint32_t random_below(uint32_t limit) {
  random_state ^= random_state << 13;
  random_state ^= random_state >> 7;
  random_state ^= random_state << 17;
  return (uint32_t)((random_state >> 32) * limit >> 32);
}

static void read_corpus(const char *folder) {
  DIR *dir = opendir(folder);
  if (dir == NULL) {
    perror(folder);
    exit(2);
  }
  for (struct dirent *entry; corpus_count < CORPUS_MAX && (entry = readdir(dir)) != NULL;) {
    char name[1024];
    snprintf(name, sizeof name, "%s/%s", folder, entry->d_name);
    uint8_t bytes[INPUT_MAX];
    FILE *file = entry->d_name[0] == '.' ? NULL : fopen(name, "rb");
    if (file == NULL) {
      continue;
    }
    size_t size = fread(bytes, 1, sizeof bytes, file);
    fclose(file);
    corpus[corpus_count].bytes = malloc(size + 1);
    memcpy(corpus[corpus_count].bytes, bytes, size);
    corpus[corpus_count++].size = size;
  }
  closedir(dir);
}

static size_t any_orders(uint8_t *input) {
  size_t size = 64 + random_below(192);
  for (size_t i = 0; i < size; i++) {
    input[i] = (uint8_t)random_below(256);
  }
  return size;
}

/* One of the corpus, with the end of another, and a few bytes changed, put in or taken out. */
static size_t changed(uint8_t *input) {
  size_t one = random_below((uint32_t)corpus_count), other = random_below((uint32_t)corpus_count);
  size_t size = corpus[one].size;
  memcpy(input, corpus[one].bytes, size);
  if (random_below(2) == 0 && corpus[other].size > 1) {
    size_t from = random_below((uint32_t)corpus[other].size), keep = random_below((uint32_t)size + 1);
    size_t part = corpus[other].size - from;
    part = part < INPUT_MAX - keep ? part : INPUT_MAX - keep;
    memcpy(input + keep, corpus[other].bytes + from, part);
    size = keep + part;
  }
  for (uint32_t changes = random_below(8); changes > 0 && size > 1; changes--) {
    size_t at = random_below((uint32_t)size);
    switch (random_below(4)) {
    case 0:
      memmove(input + at, input + at + 1, size - at - 1);
      size--;
      break;
    case 1:
      if (size < INPUT_MAX) {
        memmove(input + at + 1, input + at, size - at);
        size++;
      }
      input[at] = (uint8_t)random_below(256);
      break;
    case 2:
      input[at] ^= (uint8_t)(1 << random_below(8));
      break;
    default:
      input[at] = (uint8_t)random_below(256);
      break;
    }
  }
  return size;
}

static void died(int number) {
  static const char text[] = "soak: died; see FUZZ_HISTORY\n";
  (void)!write(2, text, sizeof text - 1);
  frames_write_history();
  signal(number, SIG_DFL);
  raise(number);
}

static void hung(int number) {
  static const char text[] = "soak: an input takes too long\n";
  (void)number;
  (void)!write(2, text, sizeof text - 1);
  frames_write_history();
  _exit(1);
}

static uint64_t seconds(clockid_t clock) {
  struct timespec time;
  clock_gettime(clock, &time);
  return (uint64_t)time.tv_sec;
}

static void tell(uint64_t inputs, uint64_t start) {
  printf("%llu frames, %llu inputs, %llu s, %llu s of a processor\n", (unsigned long long)world_frames(),
         (unsigned long long)inputs, (unsigned long long)(seconds(CLOCK_MONOTONIC) - start),
         (unsigned long long)seconds(CLOCK_PROCESS_CPUTIME_ID));
  fflush(stdout);
}

int main(int argc, char **argv) {
  static uint8_t input[INPUT_MAX];
  if (argc < 3) {
    return 2;
  }
  uint64_t target = strtoull(argv[1], NULL, 10);
  random_state = strtoull(argv[2], NULL, 10) * 0x9e3779b97f4a7c15U + 1;
  for (int i = 3; i < argc; i++) {
    read_corpus(argv[i]);
  }
  LLVMFuzzerInitialize(&argc, &argv);
  static const int deaths[] = {SIGABRT, SIGBUS, SIGFPE, SIGILL, SIGSEGV, SIGTRAP};
  for (size_t i = 0; i < sizeof deaths / sizeof *deaths; i++) {
    signal(deaths[i], died);
  }
  signal(SIGALRM, hung);
  uint64_t start = seconds(CLOCK_MONOTONIC), told = start;
  for (uint64_t inputs = 1;; inputs++) {
    size_t size = corpus_count > 0 && random_below(2) == 0 ? changed(input) : any_orders(input);
    if (inputs % 64 == 1) {
      uint64_t now = seconds(CLOCK_MONOTONIC);
      alarm(PATIENCE_S);
      if (now - told >= 60) {
        tell(inputs, start);
        told = now;
      }
    }
    LLVMFuzzerTestOneInput(input, size);
    if (world_frames() >= target) {
      tell(inputs, start);
      return 0;
    }
  }
}
