/*
 * sender.c: work for an echo: sender <IPv4 address> <port> <bytes> <outstanding> <milliseconds>. Keeps so many
 * datagrams on their way for so long, checks every answer, and prints how many answers came and how many datagrams
 * were lost. A datagram that is not answered within 200 ms counts as lost and is replaced.
 */
#include <arpa/inet.h>
#include <poll.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define LARGEST 1472
#define PATIENCE_MS 200

static uint8_t payload[LARGEST];

static int64_t now_us(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

/* Sends or receives until the time is over; returns the answers, or -1 when one was wrong. */
static long run(int fd, size_t size, int outstanding, int64_t duration_us, long *lost) {
  static uint8_t answer[LARGEST + 1];
  int64_t end = now_us() + duration_us;
  long answers = 0;
  int room = outstanding;
  while (now_us() < end) {
    for (; room > 0; room--) {
      if (send(fd, payload, size, 0) < 0) {
        break;
      }
    }
    struct pollfd one = {fd, POLLIN, 0};
    if (poll(&one, 1, PATIENCE_MS) == 0) {
      *lost += outstanding - room;
      room = outstanding;
      continue;
    }
    ssize_t got;
    while ((got = recv(fd, answer, sizeof answer, MSG_DONTWAIT)) >= 0) {
      if ((size_t)got != size || memcmp(answer, payload, size) != 0) {
        return -1;
      }
      answers++;
      room++;
    }
  }
  return answers;
}

int main(int argc, char **argv) {
  if (argc != 6) {
    fprintf(stderr, "usage: sender ADDRESS PORT BYTES OUTSTANDING MILLISECONDS\n");
    return 2;
  }
  struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons((uint16_t)atoi(argv[2]))};
  size_t size = (size_t)atoi(argv[3]);
  int64_t duration_us = (int64_t)atoi(argv[5]) * 1000;
  int fd = socket(AF_INET, SOCK_DGRAM, 0);
  if (inet_pton(AF_INET, argv[1], &to.sin_addr) != 1 || size > LARGEST || fd < 0 ||
      connect(fd, (struct sockaddr *)&to, sizeof to) != 0) {
    perror("sender");
    return 1;
  }
  for (size_t i = 0; i < size; i++) {
    payload[i] = (uint8_t)(i * 31U);
  }
  long lost = 0;
  long first = run(fd, size, 1, duration_us / 20, &lost); /* the address is resolved by then */
  lost = 0;
  long answers = run(fd, size, atoi(argv[4]), duration_us, &lost);
  if (first < 0 || answers < 0) {
    fprintf(stderr, "sender: an answer was wrong\n");
    return 1;
  }
  printf("%ld %ld\n", first + answers, lost);
  return 0;
}
